//! Sliced elements: each item to its slice, then how many there are of each.
//!
//! The items of a slice that is sliced again are told apart in the same way. What may be
//! in a slice or not is neither refused nor missed.

use caseway_proto::IssueCode;
use serde_json::Value;

use super::known_by::{Fit, failed, fit};
use super::{Step, Walker};
use crate::check::wanted;
use crate::plan::{Node, Rules, Slice, Slicing};
use crate::read::Finding;

/// A value of an element, with its index where the element is an array.
pub(super) type Item<'a> = (&'a Value, Option<usize>);

/// How many items each slice has.
#[derive(Clone, Copy, Default)]
struct Count {
    surely: usize,
    perhaps: usize,
}

/// Where an item belongs.
enum Belongs {
    In(usize),
    /// It may be in one, or in none.
    Untold,
    Nowhere,
}

impl<'a> Walker<'a> {
    /// Walks the items of a sliced element.
    pub(super) fn sliced(&mut self, node: &Node, kind: Option<&str>, items: &[Item<'a>]) {
        let Some(slicing) = &node.slicing else {
            return;
        };
        let mut counts = vec![Count::default(); slicing.slices.len()];
        let mut again: Vec<(usize, Item<'a>)> = Vec::new();
        let mut last = 0;
        for &item in items {
            match self.belongs(slicing, (item.0, kind)) {
                Belongs::In(found) => {
                    counts[found].surely += 1;
                    self.in_order(node, slicing, (found, &mut last), item);
                    let node = &slicing.slices[found].node;
                    if is_sliced(node) {
                        again.push((found, item));
                    } else {
                        self.one(node, kind, item);
                    }
                }
                Belongs::Untold => {
                    for (count, slice) in counts.iter_mut().zip(&slicing.slices) {
                        let may = self.fit(slice, (item.0, kind)) == Fit::Perhaps;
                        count.perhaps += usize::from(may);
                    }
                    self.one(node, kind, item);
                }
                Belongs::Nowhere => {
                    if slicing.rules == Rules::OpenAtEnd {
                        last = slicing.slices.len();
                    }
                    self.in_no_slice(node, slicing, kind, item);
                    self.one(node, kind, item);
                }
            }
        }
        self.sliced_again(slicing, kind, &again);
        self.counted(node, slicing, &counts);
    }

    fn fit(&self, slice: &Slice, item: (&'a Value, Option<&str>)) -> Fit {
        fit(self.scene, slice, item, self.resource)
    }

    /// The slice of an item: of those whose tests all hold, the one with most tests.
    fn belongs(&self, slicing: &Slicing, item: (&'a Value, Option<&str>)) -> Belongs {
        let mut best = (Fit::Not, 0);
        for (index, slice) in slicing.slices.iter().enumerate() {
            let fit = self.fit(slice, item);
            if fit > best.0 {
                best = (fit, index);
            }
        }
        match best {
            (Fit::By(_), index) => Belongs::In(index),
            (Fit::Perhaps, _) => Belongs::Untold,
            (Fit::Not, _) => Belongs::Nowhere,
        }
    }

    /// Walks the items of slices that are sliced again, a slice at a time.
    fn sliced_again(&mut self, slicing: &Slicing, kind: Option<&str>, items: &[(usize, Item<'a>)]) {
        for (index, slice) in slicing.slices.iter().enumerate() {
            if is_sliced(&slice.node) {
                let own = items.iter().filter(|(found, _)| *found == index);
                let own: Vec<Item<'a>> = own.map(|(_, item)| *item).collect();
                if !own.is_empty() {
                    self.sliced(&slice.node, kind, &own);
                }
            }
        }
    }

    /// Tells of an item that stands before one that it must follow.
    fn in_order(
        &mut self,
        node: &Node,
        slicing: &Slicing,
        (found, last): (usize, &mut usize),
        (_, at): Item<'a>,
    ) {
        let name = &node.name;
        let message = if slicing.rules == Rules::OpenAtEnd && *last == slicing.slices.len() {
            format!(
                "Of {name}, items that the profile does not name may only stand last. Sort them."
            )
        } else if slicing.ordered && found < *last {
            format!("The items of {name} are not in the profile's order. Sort them.")
        } else {
            *last = found;
            return;
        };
        self.add_to_item(
            Finding::error("slice-order", IssueCode::Structure, message),
            at,
        );
    }

    /// Tells of slices without any items, where the element is not there at all.
    pub(super) fn all_missing(&mut self, node: &Node, slicing: &Slicing) {
        for slice in &slicing.slices {
            if slice.node.min > 0 {
                let finding = self.slice_missing(node, slice);
                self.add(finding);
            }
        }
    }

    /// Tells of slices that have too few items or too many.
    fn counted(&mut self, node: &Node, slicing: &Slicing, counts: &[Count]) {
        for (slice, count) in slicing.slices.iter().zip(counts) {
            if count.surely + count.perhaps < slice.node.min as usize {
                self.too_few(node, slice);
            }
            if count.surely > slice.node.max as usize {
                self.add(Finding::error(
                    "slice-too-many",
                    IssueCode::Structure,
                    format!(
                        "Of {}, the part “{}” may be there at most {} times. Leave some out.",
                        node.name, slice.name, slice.node.max
                    ),
                ));
            }
        }
    }

    fn too_few(&mut self, node: &Node, slice: &Slice) {
        let finding = self.slice_missing(node, slice);
        if &*finding.rule != "slice-missing" {
            return self.add(finding);
        }
        // Told where the element should stand, as when none of it is there.
        let key = self.way.pop();
        self.add(finding);
        self.way.extend(key);
    }

    /// A variable's slice is told as the variable.
    fn slice_missing(&self, node: &Node, slice: &Slice) -> Finding {
        let resource = slice.node.child("resource");
        let profile = resource.and_then(|resource| resource.types.first()?.profiles.first());
        let asked = profile.and_then(|profile| self.scene.questions.of_profile(&profile.url));
        if let Some(question) = asked {
            return question.missing();
        }
        let (name, part) = (&node.name, &slice.name);
        let message = match wanted::marks(slice) {
            Some(marks) => format!(
                "Of {name}, the part “{part}” is missing, which is known by {marks}. Add it."
            ),
            None => format!("Of {name}, the part “{part}” is missing. Add it."),
        };
        Finding::error("slice-missing", IssueCode::Required, message)
    }

    /// Tells of an item that is in no slice where every item must be in one.
    fn in_no_slice(
        &mut self,
        node: &Node,
        slicing: &Slicing,
        kind: Option<&str>,
        (item, at): Item<'a>,
    ) {
        if slicing.rules != Rules::Closed {
            return;
        }
        let near = slicing.slices.iter().map(|slice| {
            let failed = failed(self.scene, slice, (item, kind), self.resource);
            (failed, slice)
        });
        let name = &node.name;
        let message = match near.min_by_key(|(failed, _)| failed.len()) {
            Some((failed, slice)) => format!(
                "The profile knows no such item of {name}. The nearest is “{}”; what differs is {}.",
                slice.name,
                failed.join(", ")
            ),
            None => format!("The profile knows no such item of {name}. Leave it out."),
        };
        self.add_to_item(
            Finding::error("slice-unmatched", IssueCode::Structure, message),
            at,
        );
    }

    /// Adds a finding to an item of the element where the walk is.
    fn add_to_item(&mut self, finding: Finding, at: Option<usize>) {
        self.way.extend(at.map(Step::Item));
        self.add(finding);
        if at.is_some() {
            self.way.pop();
        }
    }
}

/// Whether a node's items are to be told apart.
pub(super) fn is_sliced(node: &Node) -> bool {
    let slicing = node.slicing.as_ref();
    slicing.is_some_and(|slicing| !slicing.slices.is_empty())
}
