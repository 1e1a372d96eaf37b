//! Which slice an item is in: the tests of slices, and the marks of profiles.

use serde_json::Value;

use super::Scene;
use crate::check::bundle::Target;
use crate::check::values::{equals, matches, membership};
use crate::compile::marks_of;
use crate::definitions::bare;
use crate::plan::{Criterion, Hop, ProfileRef, Slice, Test};
use crate::terminology::Membership;

/// What naming a profile counts for, beside any number of marks.
const NAMED: usize = 1000;

/// What is said of a value that was reached.
type Look<'l, 'a> = dyn FnMut((&'a Value, Option<&str>)) -> Option<usize> + 'l;

/// How well an item fits a slice: the number of tests, or nothing when one fails.
pub(super) fn score<'a>(
    scene: Scene<'a>,
    slice: &Slice,
    item: (&'a Value, Option<&str>),
    within: &'a Value,
) -> Option<usize> {
    if !slice.decidable {
        return None;
    }
    let mut total = 0;
    for test in &slice.tests {
        total += holds(scene, test, item, within)?;
    }
    Some(total)
}

/// Whether an item that is in no slice is surely not in this one.
pub(super) fn can_tell(scene: Scene<'_>, slice: &Slice) -> bool {
    let certain = |test: &Test| match &test.criterion {
        Criterion::Bound(binding) => scene.library.set_of(binding).is_closed(),
        Criterion::Profile(urls) => urls
            .iter()
            .all(|each| scene.library.profile(each).is_some()),
        _ => true,
    };
    slice.decidable && slice.tests.iter().all(certain)
}

/// What of an item differs from a slice.
pub(super) fn failed<'a>(
    scene: Scene<'a>,
    slice: &Slice,
    item: (&'a Value, Option<&str>),
    within: &'a Value,
) -> Vec<String> {
    let failed = slice
        .tests
        .iter()
        .filter(|test| holds(scene, test, item, within).is_none());
    failed.map(|test| path_of(&test.hops)).collect()
}

fn path_of(hops: &[Hop]) -> String {
    let names: Vec<&str> = hops
        .iter()
        .map(|hop| match hop {
            Hop::Child(name) => name,
            Hop::Extension(_) => "extension",
            Hop::Resolve => "resolve()",
        })
        .collect();
    if names.is_empty() {
        "the value".to_owned()
    } else {
        names.join(".")
    }
}

/// What a test that holds counts for.
fn holds<'a>(
    scene: Scene<'a>,
    test: &Test,
    item: (&'a Value, Option<&str>),
    within: &'a Value,
) -> Option<usize> {
    if let Criterion::Exists(wanted) = test.criterion {
        let there = any(scene, item, &test.hops, within, &mut |_| Some(1)).is_some();
        return (there == wanted).then_some(1);
    }
    any(scene, item, &test.hops, within, &mut |found| {
        meets(scene, &test.criterion, found, within)
    })
}

/// The best that `look` says of the values that the steps lead to.
fn any<'a>(
    scene: Scene<'a>,
    (value, kind): (&'a Value, Option<&str>),
    hops: &[Hop],
    within: &'a Value,
    look: &mut Look<'_, 'a>,
) -> Option<usize> {
    let Some((hop, rest)) = hops.split_first() else {
        return look((value, kind));
    };
    match hop {
        Hop::Child(name) => in_children(value, name, &mut |child| {
            any(scene, child, rest, within, look)
        }),
        Hop::Extension(url) => value["extension"]
            .as_array()?
            .iter()
            .filter(|extension| extension["url"] == **url)
            .filter_map(|extension| any(scene, (extension, None), rest, within, look))
            .max(),
        Hop::Resolve => match scene.bundle.resolve(value["reference"].as_str()?, within) {
            Target::Here(resource) => any(scene, (resource, None), rest, within, look),
            _ => None,
        },
    }
}

/// Looks at the children of that name, whatever the type of a choice.
fn in_children<'a>(value: &'a Value, name: &str, look: &mut Look<'_, 'a>) -> Option<usize> {
    let members = value.as_object()?;
    let (child, kind) = match members.get(name) {
        Some(child) => (child, None),
        None => members.iter().find_map(|(key, child)| {
            let kind = key.strip_prefix(name)?;
            kind.starts_with(|first: char| first.is_ascii_uppercase())
                .then_some((child, Some(kind)))
        })?,
    };
    match child {
        Value::Array(items) => items.iter().filter_map(|item| look((item, kind))).max(),
        single => look((single, kind)),
    }
}

/// Whether a type is the one that is said, in a choice's name perhaps with a capital.
fn is_type(each: &str, said: &str) -> bool {
    each == "Resource"
        || (each.len() == said.len()
            && each[1..] == said[1..]
            && each[..1].eq_ignore_ascii_case(&said[..1]))
}

fn meets<'a>(
    scene: Scene<'a>,
    criterion: &Criterion,
    (value, kind): (&'a Value, Option<&str>),
    within: &'a Value,
) -> Option<usize> {
    let holds = match criterion {
        Criterion::Equals(fixed) => equals(value, fixed),
        Criterion::Matches(pattern) => matches(value, pattern),
        Criterion::Bound(binding) => {
            membership(scene.library, binding, value) == Some(Membership::Member)
        }
        Criterion::Exists(wanted) => *wanted,
        Criterion::Type(types) => {
            let own = value["resourceType"].as_str().or(kind);
            own.is_some_and(|own| types.iter().any(|each| is_type(each, own)))
        }
        Criterion::Profile(profiles) => {
            let scores = profiles
                .iter()
                .filter_map(|each| known_by(scene, each, value, within));
            return scores.max();
        }
    };
    holds.then_some(1)
}

/// How well a resource shows to be an instance of a profile.
fn known_by<'a>(
    scene: Scene<'a>,
    profile: &ProfileRef,
    resource: &'a Value,
    within: &'a Value,
) -> Option<usize> {
    let plan = scene.library.profile(profile)?;
    if resource["resourceType"] != *plan.kind {
        return None;
    }
    let named = resource["meta"]["profile"].as_array().into_iter().flatten();
    if named
        .filter_map(Value::as_str)
        .any(|named| bare(named) == &*plan.url)
    {
        return Some(NAMED);
    }
    let mut total = 1;
    for mark in marks_of(scene.library, plan) {
        total += holds(scene, mark, (resource, None), within)?;
    }
    Some(total)
}
