//! The type of an element: from its resource type, its node, or the name it stands under.

use serde_json::Value;

use super::{Element, Typing};
use crate::compile::Library;
use crate::plan::{Children, Node, Plan};

/// The types that stand for any resource.
const ANY_RESOURCE: [&str; 2] = ["Resource", "DomainResource"];

/// What the definitions say of an element.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::fhirpath) struct Shape<'e> {
    /// Its type.
    pub(in crate::fhirpath) kind: Option<&'e str>,
    /// What its children may be.
    pub(super) children: Option<&'e Children>,
    /// The resource type that it lies in.
    pub(super) within: Option<&'e Plan>,
}

pub(super) fn of<'e>(element: &Element<'e>, library: &'e Library) -> Shape<'e> {
    match element.typing {
        Typing::Unknown => Shape::default(),
        Typing::Resource => resource(element.value, library),
        Typing::Kind(kind, within) => of_kind(kind, within, library),
        Typing::Node(node, kind, within) => {
            let kind = kind.unwrap_or_else(|| own_kind(node));
            of_node(element, node, (kind, within), library)
        }
        Typing::Child(siblings, key, within) => {
            let Some(named) = siblings.find(key) else {
                return Shape::default();
            };
            let node = &siblings.nodes[named.child];
            let kind = named.kind.as_deref().unwrap_or_else(|| own_kind(node));
            of_node(element, node, (kind, within), library)
        }
    }
}

fn resource<'e>(value: &'e Value, library: &'e Library) -> Shape<'e> {
    let kind = value.get("resourceType").and_then(Value::as_str);
    let plan = kind.and_then(|kind| library.kind(kind));
    Shape {
        kind,
        children: plan.and_then(|plan| plan.root.children.as_deref()),
        within: plan,
    }
}

fn of_kind<'e>(kind: &'e str, within: Option<&'e Plan>, library: &'e Library) -> Shape<'e> {
    let plan = library.kind(kind);
    Shape {
        kind: Some(kind),
        children: plan.and_then(|plan| plan.root.children.as_deref()),
        within,
    }
}

/// The type that a node has; the root of a type's Plan is called as the type.
fn own_kind(node: &Node) -> &str {
    match node.types.first() {
        Some(each) => &each.code,
        None if node.same_as.is_some() => "BackboneElement",
        None => &node.name,
    }
}

fn of_node<'e>(
    element: &Element<'e>,
    node: &'e Node,
    (kind, within): (&'e str, Option<&'e Plan>),
    library: &'e Library,
) -> Shape<'e> {
    if ANY_RESOURCE.contains(&kind) || element.value.get("resourceType").is_some() {
        return resource(element.value, library);
    }
    let same = node.same_as.as_ref().and_then(|path| within?.find(path));
    let own = node.children.as_ref().or_else(|| same?.children.as_ref());
    Shape {
        kind: Some(kind),
        children: match own {
            Some(own) => Some(own),
            None => of_kind(kind, within, library).children,
        },
        within,
    }
}
