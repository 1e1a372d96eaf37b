//! Sliced elements: each item to its slice, then how many there are of each.

use caseway_proto::IssueCode;
use serde_json::Value;

use super::Walker;
use super::known_by::{can_tell, failed, score};
use crate::plan::{Node, Slice, Slicing};
use crate::read::Finding;

impl<'a> Walker<'a> {
    /// Walks the items of a sliced element.
    pub(super) fn sliced(
        &mut self,
        node: &Node,
        kind: Option<&str>,
        (items, indexed): (&'a [Value], bool),
    ) {
        let Some(slicing) = &node.slicing else {
            return;
        };
        let mut counts = vec![0; slicing.slices.len()];
        let mut last = 0;
        for (index, item) in items.iter().enumerate() {
            let at = indexed.then_some(index);
            let Some(found) = self.slice_of(slicing, item, kind) else {
                self.in_no_slice(node, slicing, (item, kind));
                self.one(node, kind, (item, at));
                continue;
            };
            counts[found] += 1;
            if slicing.ordered && found < last {
                self.out_of_order(node);
            }
            last = found;
            self.one(&slicing.slices[found].node, kind, (item, at));
        }
        self.too_few(node, slicing, &counts);
        self.too_many(node, slicing, &counts);
    }

    /// The slice of an item: of those whose tests all hold, the one with most tests.
    fn slice_of(&self, slicing: &Slicing, item: &'a Value, kind: Option<&str>) -> Option<usize> {
        let mut best: Option<(usize, usize)> = None;
        for (index, slice) in slicing.slices.iter().enumerate() {
            if let Some(score) = score(self.scene, slice, (item, kind), self.resource)
                && best.is_none_or(|(_, most)| score > most)
            {
                best = Some((index, score));
            }
        }
        best.map(|(index, _)| index)
    }

    /// Tells that slices have too few items; a variable's slice is told as the variable.
    pub(super) fn too_few(&mut self, node: &Node, slicing: &Slicing, counts: &[usize]) {
        for (slice, &count) in slicing.slices.iter().zip(counts) {
            if count < slice.node.min as usize && can_tell(self.scene, slice) {
                let finding = self.slice_missing(node, slice);
                self.add(finding);
            }
        }
    }

    fn slice_missing(&self, node: &Node, slice: &Slice) -> Finding {
        let resource = slice.node.child("resource");
        let profile = resource.and_then(|resource| resource.types.first()?.profiles.first());
        match profile.and_then(|profile| self.scene.questions.of_profile(&profile.url)) {
            Some(question) => question.missing(),
            None => Finding::error(
                "slice-missing",
                IssueCode::Required,
                format!(
                    "Of {}, the part “{}” is missing. Add it.",
                    node.name, slice.name
                ),
            ),
        }
    }

    fn too_many(&mut self, node: &Node, slicing: &Slicing, counts: &[usize]) {
        for (slice, &count) in slicing.slices.iter().zip(counts) {
            if count > slice.node.max as usize {
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

    fn out_of_order(&mut self, node: &Node) {
        let message = format!(
            "The items of {} are not in the profile's order. Sort them.",
            node.name
        );
        self.add(Finding::error("slice-order", IssueCode::Structure, message));
    }

    /// Tells of an item that is in no slice where every item must be in one.
    fn in_no_slice(
        &mut self,
        node: &Node,
        slicing: &Slicing,
        (item, kind): (&'a Value, Option<&str>),
    ) {
        let certain = |slice: &Slice| can_tell(self.scene, slice);
        if !slicing.closed || !slicing.slices.iter().all(certain) {
            return;
        }
        let near = slicing.slices.iter().map(|slice| {
            (
                failed(self.scene, slice, (item, kind), self.resource),
                slice,
            )
        });
        let nearest = near.min_by_key(|(failed, _)| failed.len());
        let message = match nearest {
            Some((failed, slice)) => format!(
                "The profile knows no such item of {}. The nearest is “{}”; what differs is {}.",
                node.name,
                slice.name,
                failed.join(", ")
            ),
            None => format!(
                "The profile knows no such item of {}. Leave it out.",
                node.name
            ),
        };
        self.add(Finding::error(
            "slice-unmatched",
            IssueCode::Structure,
            message,
        ));
    }
}
