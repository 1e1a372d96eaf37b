//! A differential, applied to the Plan of its base.
//!
//! Where an element of the differential lies within a data type, the type's children
//! are copied under it first. Slices are made of what holds for all items.

use std::sync::Arc;

use serde_json::Value;

use super::element::{self, Segment, overlay};
use super::order::{Order, Position};
use super::{Unit, snapshot};
use crate::definitions::InstallError;
use crate::plan::{Children, Node, Plan, Slice, Slicing, capital};

/// The tree of a differential.
pub(super) fn differential(
    unit: &Unit<'_>,
    base: &Plan,
    elements: &[Value],
) -> Result<Arc<Node>, InstallError> {
    let mut root = base.root.clone();
    let mut order = Order::default();
    for element in elements {
        let id = element::id_of(element);
        let segments = element::segments(&id);
        let mut step = Step {
            unit,
            base,
            element,
            id: &id,
            position: Position::default(),
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

/// One element of the differential on its way to where it applies.
struct Step<'a> {
    unit: &'a Unit<'a>,
    base: &'a Plan,
    element: &'a Value,
    id: &'a str,
    position: Position,
}

impl Step<'_> {
    fn apply(&mut self, node: &mut Node, segments: &[Segment<'_>]) -> Result<(), InstallError> {
        let Some((segment, rest)) = segments.split_first() else {
            return self.overlay(node);
        };
        let children = self.children_of(node)?;
        let (index, slice) = found(children, segment).ok_or_else(|| self.unknown())?;
        self.position.enter(index);
        let child = Arc::make_mut(&mut children.nodes[index]);
        match slice {
            None => {
                self.position.enter(0);
                self.apply(child, rest)?;
            }
            Some(slice) => {
                let (at, slice) = slice_of(child, &slice);
                self.position.enter(at + 1);
                slice.decidable = false;
                let slice = Arc::make_mut(&mut slice.node);
                self.apply(slice, rest)?;
            }
        }
        children.note_required();
        Ok(())
    }

    fn overlay(&self, node: &mut Node) -> Result<(), InstallError> {
        overlay(node, self.element, self.unit.url)?;
        if let Some(slicing) = self.element.get("slicing") {
            let slices = node
                .slicing
                .take()
                .map_or_else(Vec::new, |known| known.slices);
            node.slicing = Some(Box::new(Slicing {
                slices,
                ..snapshot::slicing_of(slicing)
            }));
        }
        Ok(())
    }

    /// The node's own children; its type's are copied when it has none.
    fn children_of<'n>(&self, node: &'n mut Node) -> Result<&'n mut Children, InstallError> {
        if node.children.is_none() {
            node.children = self.copied(node);
        }
        let children = node.children.as_mut().ok_or_else(|| self.unknown())?;
        Ok(Arc::make_mut(children))
    }

    fn copied(&self, node: &Node) -> Option<Arc<Children>> {
        if let Some(path) = &node.same_as {
            return self.base.find(path)?.children.clone();
        }
        let [kind] = node.types.as_slice() else {
            return None;
        };
        let profile = kind.profiles.first().map(|profile| &*profile.url);
        let plan = profile.and_then(|url| self.unit.library.plan_within(url, self.unit.trail).ok());
        match plan {
            Some(plan) => plan.root.children.clone(),
            None => self
                .unit
                .library
                .type_plan(&kind.code)?
                .root
                .children
                .clone(),
        }
    }

    fn unknown(&self) -> InstallError {
        InstallError::UnknownElement {
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
    Some((named.child, Some(segment.name.to_owned())))
}

/// The slice of that name; it is made of what holds for all items when it is new.
fn slice_of<'n>(node: &'n mut Node, name: &str) -> (usize, &'n mut Slice) {
    let all = Node {
        slicing: None,
        min: 0,
        ..node.clone()
    };
    let choice = node.choice;
    let slicing = node.slicing.get_or_insert_with(|| Box::new(by_type()));
    let known = slicing.slices.iter().position(|slice| &*slice.name == name);
    let at = known.unwrap_or_else(|| {
        slicing.slices.push(Slice {
            name: name.into(),
            node: Arc::new(if choice { typed(all, name) } else { all }),
            tests: Vec::new(),
            decidable: false,
        });
        slicing.slices.len() - 1
    });
    (at, &mut slicing.slices[at])
}

fn by_type() -> Slicing {
    Slicing {
        discriminators: vec![("type".into(), "$this".into())],
        ..Slicing::default()
    }
}

/// A slice of a choice that is named after its type has that type.
fn typed(mut node: Node, name: &str) -> Node {
    let stem = node.name.clone();
    let of_type = |code: &str| format!("{stem}{}", capital(code)) == name;
    if node.types.iter().any(|each| of_type(&each.code)) {
        node.types.retain(|each| of_type(&each.code));
    }
    node
}
