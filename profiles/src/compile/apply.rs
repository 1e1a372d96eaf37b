//! A differential, applied to the Plan of its base.
//!
//! Where an element of the differential lies within a data type, the type's children
//! are copied under it first. What is said of all items is said of each slice too,
//! because the walk asks an item of a slice nothing but what its slice says.

use std::sync::Arc;

use serde_json::Value;

use super::element::{self, Segment, overlay};
use super::order::{Order, Position};
use super::slice::slice_of;
use super::{Unit, children, snapshot, tighten, widen};
use crate::definitions::InstallError;
use crate::plan::{Children, Node, Plan, Slicing};

/// The tree of a differential.
pub(super) fn differential(
    unit: &Unit<'_>,
    base: &Plan,
    elements: &[Value],
) -> Result<Arc<Node>, InstallError> {
    let mut root = base.root.clone();
    let mut order = Order::default();
    for (element, id) in elements.iter().zip(element::ids(elements, unit.url)?) {
        let segments = element::segments(&id);
        let mut step = Step {
            unit,
            element,
            id: &id,
            position: Position::default(),
            heard: Heard::First,
        };
        step.apply(
            Arc::make_mut(&mut root),
            segments.get(1..).unwrap_or_default(),
        )?;
        if !order.advances(step.position) {
            return Err(InstallError::OutOfOrder {
                profile: unit.url.to_owned(),
                element: id,
            });
        }
    }
    Ok(root)
}

/// To whom an element speaks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Heard {
    /// To what its id names.
    First,
    /// To something below a slice of what its id names.
    Below,
    /// To a slice of what its id names: how many there are of all says nothing of it.
    Slice,
}

/// One element of the differential on its way to where it applies.
struct Step<'a> {
    unit: &'a Unit<'a>,
    element: &'a Value,
    id: &'a str,
    position: Position,
    heard: Heard,
}

impl Step<'_> {
    fn apply(&mut self, node: &mut Node, segments: &[Segment<'_>]) -> Result<(), InstallError> {
        let Some((segment, rest)) = segments.split_first() else {
            return self.say(node);
        };
        let children = self.children_of(node, segment.name)?;
        let (index, slice) = found(children, segment).ok_or_else(|| self.unknown())?;
        self.position.enter(index);
        let child = Arc::make_mut(&mut children.nodes[index]);
        let at = match slice {
            None => {
                self.position.enter(0);
                child
            }
            Some(name) => {
                let slice = slice_of(child, (&name, self.id), &mut self.position);
                let slice = slice.ok_or_else(|| self.not_sliced())?;
                slice.decidable = false;
                Arc::make_mut(&mut slice.node)
            }
        };
        self.apply(at, rest)?;
        self.pass_on(at, rest)?;
        children.note_required();
        Ok(())
    }

    /// Says the same to the slices that are there already.
    fn pass_on(&self, node: &mut Node, below: &[Segment<'_>]) -> Result<(), InstallError> {
        let heard = match below {
            [] => Heard::Slice,
            _ => Heard::Below,
        };
        for slice in node.slicing.iter_mut().flat_map(|all| &mut all.slices) {
            let mut step = Step {
                position: Position::default(),
                heard,
                ..*self
            };
            let node = Arc::make_mut(&mut slice.node);
            match step.apply(node, below) {
                // A slice of another type may not have the element.
                Ok(()) | Err(InstallError::UnknownElement { .. }) => {}
                Err(refused) => return Err(refused),
            }
            if below.is_empty() {
                step.pass_on(node, below)?;
            }
        }
        Ok(())
    }

    /// Lays what the element says over the node that it is for.
    fn say(&self, node: &mut Node) -> Result<(), InstallError> {
        let url = self.unit.url;
        match self.heard {
            Heard::First => {
                // Of the root it says nothing how often there is one.
                if self.id.contains('.') {
                    widen::narrows(self.unit, (self.element, self.id), node)?;
                }
                overlay(node, self.element, url)?;
                if let Some(same) = children::profile_element(self.unit, self.element) {
                    node.types.iter_mut().for_each(|each| each.profiles.clear());
                    node.children.clone_from(&same.children);
                    node.rules.clone_from(&same.rules);
                }
                widen::possible(url, self.id, node)?;
            }
            heard => tighten::lay(node, self.element, url, heard == Heard::Slice)?,
        }
        if let Some(slicing) = self
            .element
            .get("slicing")
            .filter(|_| self.heard != Heard::Slice)
        {
            let mut slices = node
                .slicing
                .take()
                .map_or_else(Vec::new, |known| known.slices);
            for slice in &mut slices {
                slice.decidable = false;
            }
            node.slicing = Some(Box::new(Slicing {
                slices,
                ..snapshot::slicing_of(slicing)
            }));
        }
        Ok(())
    }

    /// The node's own children; its type's are copied when it has none.
    fn children_of<'n>(
        &self,
        node: &'n mut Node,
        wanted: &str,
    ) -> Result<&'n mut Children, InstallError> {
        if node.children.is_none() {
            node.children = children::copied(self.unit, node, wanted);
        }
        let children = node.children.as_mut().ok_or_else(|| self.unknown())?;
        Ok(Arc::make_mut(children))
    }

    fn unknown(&self) -> InstallError {
        InstallError::UnknownElement {
            profile: self.unit.url.to_owned(),
            element: self.id.to_owned(),
        }
    }

    fn not_sliced(&self) -> InstallError {
        InstallError::NotSliced {
            profile: self.unit.url.to_owned(),
            element: self.id.to_owned(),
        }
    }
}

/// Which child a segment names, and which slice of it.
///
/// `valueQuantity` is short for the slice of `value[x]` that has that type.
fn found(children: &Children, segment: &Segment<'_>) -> Option<(usize, Option<String>)> {
    let name = segment.name.strip_suffix("[x]").unwrap_or(segment.name);
    let by_name = children.nodes.iter().position(|node| &*node.name == name);
    if let Some(index) = by_name {
        return Some((index, segment.slice.map(str::to_owned)));
    }
    let named = children.find(segment.name)?;
    let slice = segment.slice.unwrap_or(segment.name);
    Some((named.child, Some(slice.to_owned())))
}
