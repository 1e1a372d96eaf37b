//! The children that an element gets when something is said of them: its type's.

use std::sync::Arc;

use serde_json::Value;

use super::{Unit, element};
use crate::definitions::bare;
use crate::plan::{Children, Node, Slicing};

/// Says that a profile asked of a type means an element within the profile.
const PROFILE_ELEMENT: &str =
    "http://hl7.org/fhir/StructureDefinition/elementdefinition-profile-element";

/// What every element has, whatever its type.
const OF_ANY: [&str; 2] = ["extension", "id"];

/// A copy of the children that a node has by its content reference, its profile or its
/// type, of which `wanted` is one; none where nobody knows them.
pub(super) fn copied(unit: &Unit<'_>, node: &Node, wanted: &str) -> Option<Arc<Children>> {
    if let Some(path) = &node.same_as {
        let kind = node.id.split('.').next()?;
        return unit.type_plan(kind)?.find(path)?.children.clone();
    }
    let (first, others) = node.types.split_first()?;
    if others.iter().any(|each| each.code != first.code) {
        let any = unit.type_plan("Element");
        let any = any.filter(|_| OF_ANY.contains(&wanted))?;
        return any.root.children.clone();
    }
    let profile = first.profiles.first().filter(|_| others.is_empty());
    let plan = profile.and_then(|each| unit.library.plan_within(&each.url, unit.trail).ok());
    let plan = plan.or_else(|| unit.type_plan(&first.code))?;
    plan.root.children.clone()
}

/// The element within a profile that an element's type names, where it names one.
pub(super) fn profile_element(unit: &Unit<'_>, element: &Value) -> Option<Arc<Node>> {
    let kind = element["type"].as_array()?.first()?;
    let url = bare(kind["profile"].as_array()?.first()?.as_str()?);
    let extensions = kind["_profile"].as_array()?.first()?["extension"].as_array()?;
    let named = extensions
        .iter()
        .find(|each| each["url"] == PROFILE_ELEMENT)?;
    let plan = unit.library.plan_within(url, unit.trail).ok()?;
    let mut at = plan.root.clone();
    for segment in element::segments(named["valueString"].as_str()?)
        .iter()
        .skip(1)
    {
        let name = segment.name.trim_end_matches("[x]");
        let child = at.child(name)?.clone();
        at = match segment.slice {
            None => child,
            Some(slice) => slice_named(child.slicing.as_deref()?, slice)?.clone(),
        };
    }
    Some(at)
}

fn slice_named<'s>(slicing: &'s Slicing, name: &str) -> Option<&'s Arc<Node>> {
    let slice = slicing.slices.iter().find(|slice| &*slice.name == name)?;
    Some(&slice.node)
}
