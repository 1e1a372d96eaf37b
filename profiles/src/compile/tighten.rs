//! What is said of all items, said of a slice that knows more of its own.
//!
//! Only what is stricter than what the slice says is taken over.

use std::sync::Arc;

use serde_json::Value;

use super::element::overlay;
use crate::definitions::InstallError;
use crate::plan::{Node, Strength};

/// Lays an element over a node of a slice. How many there must be of all items says
/// nothing of how many there must be of the slice: `whole` when the node is the slice.
pub(super) fn lay(
    node: &mut Node,
    element: &Value,
    url: &str,
    whole: bool,
) -> Result<(), InstallError> {
    let before = node.clone();
    overlay(node, element, url)?;
    node.min = if whole {
        before.min
    } else {
        before.min.max(node.min)
    };
    node.max = before.max.min(node.max);
    node.fixed = before.fixed.or(node.fixed.take());
    node.pattern = before.pattern.or(node.pattern.take());
    let bound = before.binding.as_ref();
    if bound.is_some_and(|binding| binding.strength == Strength::Required) {
        node.binding = before.binding;
    }
    let said = std::mem::replace(&mut node.types, before.types);
    if node
        .types
        .iter()
        .any(|own| said.iter().any(|each| each.code == own.code))
    {
        let asks_for_more =
            |each: &crate::plan::TypeRef| !each.profiles.is_empty() || !each.targets.is_empty();
        for own in &mut node.types {
            let each = said.iter().find(|each| each.code == own.code);
            if let Some(each) = each.filter(|each| asks_for_more(each) && !asks_for_more(own)) {
                *own = each.clone();
            }
        }
        node.types
            .retain(|own| said.iter().any(|each| each.code == own.code));
    }
    Ok(())
}

/// Lays what a snapshot says of all items over a slice of it: snapshots do not repeat it.
pub(super) fn inherit(node: &mut Node, all: &Node, whole: bool) {
    if !whole {
        node.min = node.min.max(all.min);
        node.max = node.max.min(all.max);
    }
    if node.fixed.is_none() {
        node.fixed.clone_from(&all.fixed);
    }
    if node.pattern.is_none() {
        node.pattern.clone_from(&all.pattern);
    }
    for rule in &all.rules {
        if node.rules.iter().all(|known| known.key != rule.key) {
            node.rules.push(rule.clone());
        }
    }
    let (Some(own), Some(all)) = (&mut node.children, &all.children) else {
        return;
    };
    if !Arc::ptr_eq(own, all) {
        let own = Arc::make_mut(own);
        for child in &mut own.nodes {
            if let Some(same) = all.node(&child.name) {
                inherit(Arc::make_mut(child), same, false);
            }
        }
        own.note_required();
    }
}
