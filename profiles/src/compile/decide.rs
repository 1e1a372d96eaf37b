//! The tests by which the items of a slice are known.
//!
//! Compiled from all discriminators together. A profile's own marks (what it fixes
//! of an instance's code, category, type or URL) tell its instances from those of
//! its siblings, so that a wrong value is reported as wrong and not as missing.

use std::sync::Arc;

use serde_json::Value;

use super::{Library, Unit};
use crate::definitions::InstallError;
use crate::plan::{Criterion, Hop, Node, Plan, Slice, Slicing, Strength, Test};

/// The elements that say what an instance is.
const TELLING: [&str; 5] = ["code", "category", "type", "url", "system"];

/// The most codes by which an instance is still known.
const TELLING_CODES_MAX: usize = 16;

/// Gives every slice of the tree its tests.
pub(super) fn settle(unit: &Unit<'_>, node: &mut Arc<Node>) -> Result<(), InstallError> {
    if !unsettled(node) {
        return Ok(());
    }
    let node = Arc::make_mut(node);
    if let Some(children) = &mut node.children {
        for child in &mut Arc::make_mut(children).nodes {
            settle(unit, child)?;
        }
    }
    let Some(slicing) = &mut node.slicing else {
        return Ok(());
    };
    let discriminators = slicing.discriminators.clone();
    for slice in &mut slicing.slices {
        settle(unit, &mut slice.node)?;
        if !slice.decidable {
            decide(unit, &discriminators, slice)?;
        }
    }
    Ok(())
}

fn unsettled(node: &Node) -> bool {
    let slices = |slicing: &Slicing| {
        let open =
            |slice: &Slice| (!slice.decidable && slice.tests.is_empty()) || unsettled(&slice.node);
        slicing.slices.iter().any(open)
    };
    node.slicing.as_ref().is_some_and(|slicing| slices(slicing))
        || node
            .children
            .as_ref()
            .is_some_and(|children| children.nodes.iter().any(|child| unsettled(child)))
}

fn decide(
    unit: &Unit<'_>,
    discriminators: &[(Box<str>, Box<str>)],
    slice: &mut Slice,
) -> Result<(), InstallError> {
    slice.tests.clear();
    for (kind, path) in discriminators {
        slice
            .tests
            .extend(tests(unit.library, kind, path, &slice.node).unwrap_or_default());
    }
    slice.decidable = !slice.tests.is_empty();
    if slice.decidable || !unit.library.is_strict(unit.url) {
        return Ok(());
    }
    Err(InstallError::Discriminator {
        profile: unit.url.to_owned(),
        element: slice.node.id.to_string(),
    })
}

/// The tests that one discriminator makes of a slice.
fn tests(library: &Library, kind: &str, path: &str, slice: &Arc<Node>) -> Option<Vec<Test>> {
    let hops = hops(path);
    if let ([Hop::Child(url)], Some(profile)) = (hops.as_slice(), profile_of(slice))
        && &**url == "url"
    {
        let criterion = Criterion::Equals(Arc::new(Value::from(profile)));
        return Some(vec![Test { hops, criterion }]);
    }
    let target = target(library, slice, &hops)?;
    let one = |criterion| {
        Some(vec![Test {
            hops: hops.clone(),
            criterion,
        }])
    };
    match kind {
        "value" | "pattern" => {
            let mut found = Vec::new();
            collect(&target, &hops, &mut found);
            Some(found)
        }
        "exists" if target.max == 0 => one(Criterion::Exists(false)),
        "exists" => one(Criterion::Exists(true)),
        "type" => one(Criterion::Type(types_of(&target, &hops))),
        "profile" => {
            let profiles = target.types.iter();
            let profiles: Vec<_> = match hops.last() {
                Some(Hop::Resolve) => profiles.flat_map(|each| each.targets.clone()).collect(),
                _ => profiles.flat_map(|each| each.profiles.clone()).collect(),
            };
            (!profiles.is_empty()).then(|| one(Criterion::Profile(profiles)))?
        }
        _ => None,
    }
}

fn profile_of(node: &Node) -> Option<&str> {
    let [kind] = node.types.as_slice() else {
        return None;
    };
    kind.profiles.first().map(|profile| &*profile.url)
}

/// The types that what a path leads to may have.
fn types_of(target: &Node, hops: &[Hop]) -> Vec<Box<str>> {
    if hops.last() == Some(&Hop::Resolve) {
        let targets = target.types.iter().flat_map(|each| &each.targets);
        let name = |url: &str| url.rsplit('/').next().unwrap_or_default().into();
        return targets.map(|target| name(&target.url)).collect();
    }
    target.types.iter().map(|each| each.code.clone()).collect()
}

/// A discriminator's path as steps.
fn hops(path: &str) -> Vec<Hop> {
    let mut hops = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("extension('") {
            let (url, after) = after.split_once("')").unwrap_or((after, ""));
            hops.push(Hop::Extension(url.into()));
            rest = after.trim_start_matches('.');
            continue;
        }
        let (part, after) = rest.split_once('.').unwrap_or((rest, ""));
        match part {
            "$this" => {}
            "resolve()" => hops.push(Hop::Resolve),
            part if part.starts_with("ofType(") => {}
            part => hops.push(Hop::Child(part.trim_end_matches("[x]").into())),
        }
        rest = after;
    }
    hops
}

/// The node that the steps lead to from a slice.
fn target(library: &Library, slice: &Arc<Node>, hops: &[Hop]) -> Option<Arc<Node>> {
    let mut at = slice.clone();
    for hop in hops {
        at = match hop {
            Hop::Child(name) => child(library, &at, name)?,
            Hop::Extension(url) => {
                let extension = child(library, &at, "extension")?;
                let slices = &extension.slicing.as_ref()?.slices;
                let same = |slice: &&Slice| profile_of(&slice.node) == Some(url);
                slices.iter().find(same)?.node.clone()
            }
            Hop::Resolve => at,
        };
    }
    Some(at)
}

/// The child of that name: the node's own, else its profile's, else its type's.
fn child(library: &Library, node: &Arc<Node>, name: &str) -> Option<Arc<Node>> {
    if let Some(child) = node.child(name) {
        return Some(child.clone());
    }
    let kind = node.types.first()?;
    let profile = kind
        .profiles
        .first()
        .and_then(|profile| library.plan(&profile.url));
    let plan = profile.or_else(|| library.type_plan(&kind.code))?;
    plan.root.child(name).cloned()
}

/// The tests of what a node fixes: itself, else what lies within it.
fn collect(node: &Node, hops: &[Hop], found: &mut Vec<Test>) {
    let known = found.len();
    let mut add = |criterion| {
        found.push(Test {
            hops: hops.to_vec(),
            criterion,
        });
    };
    if let Some(fixed) = &node.fixed {
        return add(Criterion::Equals(fixed.clone()));
    }
    if let Some(pattern) = &node.pattern {
        return add(Criterion::Matches(pattern.clone()));
    }
    for child in node.children.iter().flat_map(|children| &children.nodes) {
        let deeper = [hops, &[Hop::Child(child.name.clone())]].concat();
        collect(child, &deeper, found);
    }
    for slice in required_slices(node) {
        collect(&slice.node, hops, found);
    }
    if let (true, Some(binding)) = (found.len() == known, &node.binding)
        && binding.strength == Strength::Required
    {
        found.push(Test {
            hops: hops.to_vec(),
            criterion: Criterion::Bound(binding.clone()),
        });
    }
}

fn required_slices(node: &Node) -> impl Iterator<Item = &Slice> {
    let slices = node.slicing.iter().flat_map(|slicing| &slicing.slices);
    slices.filter(|slice| slice.node.min > 0)
}

/// What an instance of the profile is known by.
pub(crate) fn marks_of<'a>(library: &Library, plan: &'a Plan) -> &'a [Test] {
    plan.marks.get_or_init(|| {
        let mut marks = Vec::new();
        for child in plan
            .root
            .children
            .iter()
            .flat_map(|children| &children.nodes)
        {
            if TELLING.contains(&&*child.name) {
                collect(child, &[Hop::Child(child.name.clone())], &mut marks);
            }
        }
        marks.retain(|mark| tells(library, mark));
        marks
    })
}

/// A binding tells something only where it leaves few codes.
fn tells(library: &Library, mark: &Test) -> bool {
    match &mark.criterion {
        Criterion::Bound(binding) => library.set_of(binding).has_at_most(TELLING_CODES_MAX),
        _ => true,
    }
}
