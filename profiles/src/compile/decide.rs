//! The tests by which the items of a slice are known.
//!
//! Compiled from all discriminators together. A profile's own marks (what it fixes
//! of an instance's code, category, type or URL) tell its instances from those of
//! its siblings, so that a wrong value is reported as wrong and not as missing.

use std::sync::Arc;

use serde_json::Value;

use super::{Library, Unit, path};
use crate::definitions::InstallError;
use crate::plan::{Criterion, Hop, Node, Plan, ProfileRef, Slice, Slicing, Strength, Test};

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
    distinct(unit, slicing)
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
            .extend(tests(unit, kind, path, &slice.node).unwrap_or_default());
    }
    slice.decidable = !slice.tests.is_empty();
    if slice.decidable {
        return Ok(());
    }
    undecidable(unit, slice)
}

/// Refuses slices of one element that are known by the same.
fn distinct(unit: &Unit<'_>, slicing: &Slicing) -> Result<(), InstallError> {
    for (at, slice) in slicing.slices.iter().enumerate() {
        let mut before = slicing.slices[..at].iter();
        if slice.decidable && before.any(|other| other.tests == slice.tests) {
            undecidable(unit, slice)?;
        }
    }
    Ok(())
}

fn undecidable(unit: &Unit<'_>, slice: &Slice) -> Result<(), InstallError> {
    if !unit.library.is_strict(unit.url) {
        return Ok(());
    }
    Err(InstallError::Discriminator {
        profile: unit.url.to_owned(),
        element: slice.node.id.to_string(),
    })
}

/// The tests that one discriminator makes of a slice; none where it cannot tell.
fn tests(unit: &Unit<'_>, kind: &str, path: &str, slice: &Arc<Node>) -> Option<Vec<Test>> {
    let hops = path::hops(path);
    if let ([Hop::Child(url)], Some(profile)) = (hops.as_slice(), profile_of(slice))
        && &**url == "url"
    {
        let criterion = Criterion::Equals(Arc::new(Value::from(profile)));
        return Some(vec![Test { hops, criterion }]);
    }
    let target = path::target(unit, slice, &hops)?;
    let criterion = match kind {
        "value" | "pattern" if target.max == 0 => Criterion::Exists(false),
        "value" | "pattern" => {
            let mut found = Vec::new();
            collect(&target, &hops, &mut found);
            return Some(found);
        }
        "exists" => Criterion::Exists(exists(&target)?),
        "type" => Criterion::Type(types_of(&target)),
        "profile" => {
            let profiles = target.types.iter().flat_map(|each| &each.profiles);
            let profiles: Vec<ProfileRef> = profiles.cloned().collect();
            (!profiles.is_empty()).then_some(Criterion::Profile(profiles))?
        }
        _ => return None,
    };
    Some(vec![Test { hops, criterion }])
}

/// The types of an element: of a choice that is sliced, those of its slices.
fn types_of(target: &Node) -> Vec<Box<str>> {
    let slices = target.slicing.iter().flat_map(|slicing| &slicing.slices);
    let of_slices = slices
        .filter(|_| target.choice)
        .flat_map(|slice| &slice.node.types);
    let of_slices: Vec<Box<str>> = of_slices.map(|each| each.code.clone()).collect();
    if of_slices.is_empty() {
        return target.types.iter().map(|each| each.code.clone()).collect();
    }
    of_slices
}

/// Whether an element must be there, or must not; none where it may.
fn exists(target: &Node) -> Option<bool> {
    match (target.min, target.max) {
        (_, 0) => Some(false),
        (0, _) => None,
        _ => Some(true),
    }
}

pub(super) fn profile_of(node: &Node) -> Option<&str> {
    let [kind] = node.types.as_slice() else {
        return None;
    };
    kind.profiles.first().map(|profile| &*profile.url)
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
    let children = || node.children.iter().flat_map(|children| &children.nodes);
    let mandatory = children().filter(|child| child.min > 0);
    for child in mandatory.chain(children().filter(|child| child.min == 0)) {
        // What may be left out tells nothing where something else does.
        if child.min > 0 || found.len() == known {
            let deeper = [hops, &[Hop::Child(child.name.clone())]].concat();
            collect(child, &deeper, found);
        }
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
