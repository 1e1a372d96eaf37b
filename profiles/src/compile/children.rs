//! The children that an element gets when something is said of them: its type's.

use std::sync::Arc;

use super::Unit;
use crate::plan::{Children, Node};

/// What every element has, whatever its type.
const OF_ANY: [&str; 2] = ["extension", "id"];

/// A copy of the children that a node has by its content reference, its profile or its
/// type, of which `wanted` is one; none where nobody knows them.
pub(super) fn copied(unit: &Unit<'_>, node: &Node, wanted: &str) -> Option<Arc<Children>> {
    if let Some(path) = &node.same_as {
        let kind = node.id.split('.').next()?;
        return unit.library.type_plan(kind)?.find(path)?.children.clone();
    }
    let (first, others) = node.types.split_first()?;
    if others.iter().any(|each| each.code != first.code) {
        let any = unit.library.type_plan("Element");
        let any = any.filter(|_| OF_ANY.contains(&wanted))?;
        return any.root.children.clone();
    }
    let profile = first.profiles.first().filter(|_| others.is_empty());
    let plan = profile.and_then(|each| unit.library.plan_within(&each.url, unit.trail).ok());
    let plan = plan.or_else(|| unit.library.type_plan(&first.code))?;
    plan.root.children.clone()
}
