//! The path of a discriminator: its steps, and the element of a slice that they lead to.
//!
//! R4 allows no more than children, `extension(url)`, `resolve()` and `ofType()`
//! (ElementDefinition, "Restricted FHIRPath").

use std::sync::Arc;

use super::decide::profile_of;
use super::{CORE, Unit, widen};
use crate::plan::{Hop, Node, ProfileRef, Slice, TypeRef};

/// A discriminator's path as steps.
pub(super) fn hops(path: &str) -> Vec<Hop> {
    let mut hops = Vec::new();
    let mut rest = path.trim();
    while !rest.is_empty() {
        let (step, after) = step(rest);
        hops.extend(hop(step));
        rest = after;
    }
    hops
}

/// The first step and what follows it; a point within quotation marks is none between steps.
fn step(path: &str) -> (&str, &str) {
    let mut quoted = false;
    let end = path.find(|letter: char| {
        quoted ^= matches!(letter, '\'' | '"');
        letter == '.' && !quoted
    });
    end.map_or((path, ""), |end| (&path[..end], &path[end + 1..]))
}

fn hop(step: &str) -> Option<Hop> {
    let argument = |function: &str| {
        let inner = step.strip_prefix(function)?.strip_suffix(')')?;
        Some(inner.trim_matches(['\'', '"']).into())
    };
    match step {
        "$this" => None,
        "resolve()" => Some(Hop::Resolve),
        _ => Some(if let Some(url) = argument("extension(") {
            Hop::Extension(url)
        } else if let Some(kind) = argument("ofType(") {
            Hop::OfType(kind)
        } else {
            Hop::Child(step.trim_end_matches("[x]").into())
        }),
    }
}

/// The node that the steps lead to from a slice.
pub(super) fn target(unit: &Unit<'_>, slice: &Arc<Node>, hops: &[Hop]) -> Option<Arc<Node>> {
    let mut at = slice.clone();
    for hop in hops {
        at = match hop {
            Hop::Child(name) => child(unit, &at, name)?,
            Hop::Extension(url) => extension(unit, &at, url)?,
            Hop::Resolve => resolved(unit, &at)?,
            Hop::OfType(kind) => of_type(&at, kind)?,
        };
    }
    Some(at)
}

/// The child of that name: the node's own, else its profile's, else its type's. A profile
/// that is being compiled has none yet.
fn child(unit: &Unit<'_>, node: &Arc<Node>, name: &str) -> Option<Arc<Node>> {
    if let Some(child) = node.child(name) {
        return Some(child.clone());
    }
    let kind = node.types.first()?;
    let profile = kind
        .profiles
        .first()
        .and_then(|profile| unit.library.plan_within(&profile.url, unit.trail).ok());
    let plan = profile.or_else(|| unit.type_plan(&kind.code))?;
    plan.root.child(name).cloned()
}

/// The extension of that URL: a slice with that profile, or one that fixes the URL.
fn extension(unit: &Unit<'_>, node: &Arc<Node>, url: &str) -> Option<Arc<Node>> {
    let extension = child(unit, node, "extension")?;
    let fixes = |slice: &Slice| {
        let own = slice.node.child("url");
        own.is_some_and(|own| own.fixed.as_ref().is_some_and(|fixed| **fixed == *url))
    };
    let same = |slice: &&Slice| profile_of(&slice.node) == Some(url) || fixes(slice);
    let slices = &extension.slicing.as_ref()?.slices;
    Some(slices.iter().find(same)?.node.clone())
}

/// What a Reference leads to, as far as its targets say.
fn resolved(unit: &Unit<'_>, node: &Node) -> Option<Arc<Node>> {
    let targets = node.types.iter().flat_map(|each| &each.targets);
    let each = |target: &ProfileRef| {
        Some(TypeRef {
            code: widen::kind_of(unit, &target.url)?,
            profiles: match target.url.strip_prefix(CORE) {
                Some(kind) if unit.is_type(kind) => Vec::new(),
                _ => vec![target.clone()],
            },
            ..TypeRef::default()
        })
    };
    let types: Option<Vec<TypeRef>> = targets.map(each).collect();
    let types = types.filter(|types| !types.is_empty())?;
    Some(Arc::new(Node {
        id: node.id.clone(),
        types,
        min: node.min,
        max: node.max,
        ..Node::default()
    }))
}

/// A choice where it has that type: the slice for it, else what holds for all types.
fn of_type(node: &Arc<Node>, kind: &str) -> Option<Arc<Node>> {
    let only = |node: &Node| matches!(node.types.as_slice(), [each] if &*each.code == kind);
    let mut slices = node.slicing.iter().flat_map(|slicing| &slicing.slices);
    if let Some(slice) = slices.find(|slice| only(&slice.node)) {
        return Some(slice.node.clone());
    }
    let mut typed = Node::clone(node);
    typed.types.retain(|each| &*each.code == kind);
    (!typed.types.is_empty()).then(|| Arc::new(typed))
}

#[cfg(test)]
mod tests {
    use super::hops;
    use crate::plan::Hop;

    #[test]
    fn a_path_is_read_as_steps() {
        let child = |name: &str| Hop::Child(name.into());
        let cases = [
            ("$this", vec![]),
            ("code.coding", vec![child("code"), child("coding")]),
            ("$this.resolve().code", vec![Hop::Resolve, child("code")]),
            (
                "value.ofType(Quantity).unit",
                vec![
                    child("value"),
                    Hop::OfType("Quantity".into()),
                    child("unit"),
                ],
            ),
            (
                "extension('http://a.example/b').value",
                vec![Hop::Extension("http://a.example/b".into()), child("value")],
            ),
            ("value[x]", vec![child("value")]),
        ];
        for (path, expected) in cases {
            assert_eq!(hops(path), expected, "{path}");
        }
    }
}
