//! The slice that a name means, made of what holds for all items when it is new.
//!
//! `a/b` is the part `b` of the slice `a` where there is a slice `a` (R4, Profiling,
//! "Re-slicing"), and a plain name where there is none. Extensions are sliced by URL and
//! choices by type without anyone saying so.

use std::sync::Arc;

use super::order::Position;
use crate::plan::{Node, Slice, Slicing, capital};

/// The slice of that name; none where nothing says how the element is sliced.
pub(super) fn slice_of<'n>(
    node: &'n mut Node,
    (name, id): (&str, &str),
    position: &mut Position,
) -> Option<&'n mut Slice> {
    let all = Node {
        slicing: None,
        min: 0,
        // How many there are of all is counted there, and a slice may say more.
        max: u32::MAX,
        id: id.into(),
        ..node.clone()
    };
    let implied = implied(node);
    if node.slicing.is_none() {
        node.slicing = implied.map(Box::new);
    }
    let slicing = node.slicing.as_mut()?;
    if let Some(at) = parent_of(slicing, name) {
        position.enter_again(at + 1);
        let parent = &mut slicing.slices[at];
        parent.decidable = false;
        return slice_of(Arc::make_mut(&mut parent.node), (name, id), position);
    }
    let known = slicing.slices.iter().position(|slice| &*slice.name == name);
    let at = known.unwrap_or_else(|| {
        slicing.slices.push(Slice {
            name: name.into(),
            node: Arc::new(if all.choice { typed(all, name) } else { all }),
            tests: Vec::new(),
            decidable: false,
        });
        slicing.slices.len() - 1
    });
    position.enter(at + 1);
    slicing.slices.get_mut(at)
}

/// The slice that a name is a part of.
pub(super) fn parent_of(slicing: &Slicing, name: &str) -> Option<usize> {
    let part_of = |slice: &Slice| {
        let rest = name.strip_prefix(&*slice.name);
        rest.is_some_and(|rest| rest.starts_with('/'))
    };
    slicing.slices.iter().position(part_of)
}

/// How an element is sliced that does not say it.
pub(super) fn implied(node: &Node) -> Option<Slicing> {
    let discriminator = match &*node.name {
        _ if node.choice => ("type", "$this"),
        "extension" | "modifierExtension" => ("value", "url"),
        _ => return None,
    };
    Some(Slicing {
        discriminators: vec![(discriminator.0.into(), discriminator.1.into())],
        ..Slicing::default()
    })
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
