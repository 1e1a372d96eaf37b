//! Which slice an item is in: the tests of slices, and the marks of profiles.
//!
//! What cannot be told here (a reference that leads out, a code of an open set, a profile
//! that nobody has installed) is neither in a slice nor out of it.

use serde_json::Value;

use super::Scene;
use crate::check::bundle::Target;
use crate::check::values::{equals, matches, membership};
use crate::check::wanted::path_of;
use crate::compile::marks_of;
use crate::definitions::bare;
use crate::plan::{Criterion, Hop, ProfileRef, Slice, Test};
use crate::terminology::Membership;

/// What naming a profile counts for, beside any number of marks.
const NAMED: usize = 1000;

/// How an item fits what is asked, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// Not at all.
    Not,
    /// That cannot be told here.
    Perhaps,
    /// By this many tests.
    By(usize),
}

impl Fit {
    fn when(holds: bool) -> Self {
        if holds { Self::By(1) } else { Self::Not }
    }

    /// When both must fit.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::By(a), Self::By(b)) => Self::By(a + b),
            _ => self.min(other),
        }
    }

    fn not(self) -> Self {
        match self {
            Self::Not => Self::By(1),
            Self::Perhaps => Self::Perhaps,
            Self::By(_) => Self::Not,
        }
    }
}

/// An item, with the type that the name of a choice says.
type Typed<'a, 'k> = (&'a Value, Option<&'k str>);

/// What is said of a value that was reached.
type Look<'l, 'a> = dyn FnMut(Typed<'a, '_>) -> Fit + 'l;

/// How well an item fits a slice.
pub(super) fn fit<'a>(
    scene: Scene<'a>,
    slice: &Slice,
    item: Typed<'a, '_>,
    within: &'a Value,
) -> Fit {
    if !slice.decidable {
        return Fit::Perhaps;
    }
    let mut total = Fit::By(0);
    for test in &slice.tests {
        total = total.and(holds(scene, test, item, within));
        if total == Fit::Not {
            break;
        }
    }
    total
}

/// What of an item differs from a slice.
pub(super) fn failed<'a>(
    scene: Scene<'a>,
    slice: &Slice,
    item: Typed<'a, '_>,
    within: &'a Value,
) -> Vec<String> {
    let failed = slice
        .tests
        .iter()
        .filter(|test| holds(scene, test, item, within) == Fit::Not);
    let mut paths: Vec<String> = failed.map(|test| path_of(&test.hops)).collect();
    paths.dedup();
    paths
}

/// Whether a test holds, and what it counts for.
fn holds<'a>(scene: Scene<'a>, test: &Test, item: Typed<'a, '_>, within: &'a Value) -> Fit {
    if let Criterion::Exists(wanted) = test.criterion {
        let there = any(scene, item, &test.hops, within, &mut |_| Fit::By(1));
        return if wanted { there } else { there.not() };
    }
    any(scene, item, &test.hops, within, &mut |found| {
        meets(scene, &test.criterion, found, within)
    })
}

/// The best that `look` says of the values that the steps lead to.
fn any<'a>(
    scene: Scene<'a>,
    (value, kind): Typed<'a, '_>,
    hops: &[Hop],
    within: &'a Value,
    look: &mut Look<'_, 'a>,
) -> Fit {
    let Some((hop, rest)) = hops.split_first() else {
        return look((value, kind));
    };
    match hop {
        Hop::Child(name) => in_children(value, name, &mut |child| {
            any(scene, child, rest, within, look)
        }),
        Hop::Extension(url) => {
            let extensions = value["extension"].as_array().into_iter().flatten();
            let wanted = extensions.filter(|extension| extension["url"] == **url);
            let fits = wanted.map(|extension| any(scene, (extension, None), rest, within, look));
            fits.max().unwrap_or(Fit::Not)
        }
        Hop::Resolve => {
            let Some(reference) = value["reference"].as_str() else {
                return Fit::Not;
            };
            match scene.bundle.resolve(reference, within) {
                Target::Here(resource) => any(scene, (resource, None), rest, within, look),
                Target::Nowhere => Fit::Not,
                Target::Outside | Target::Unasked => Fit::Perhaps,
            }
        }
        Hop::OfType(wanted) => match type_of(value, kind) {
            Some(kind) if !is_type(wanted, kind) => Fit::Not,
            _ => any(scene, (value, kind), rest, within, look),
        },
    }
}

/// Looks at the children of that name, whatever the type of a choice.
fn in_children<'a>(value: &'a Value, name: &str, look: &mut Look<'_, 'a>) -> Fit {
    let Some(members) = value.as_object() else {
        return Fit::Not;
    };
    let found = match members.get(name) {
        Some(child) => Some((child, None)),
        None => members.iter().find_map(|(key, child)| {
            let kind = key.strip_prefix(name)?;
            kind.starts_with(|first: char| first.is_ascii_uppercase())
                .then_some((child, Some(kind)))
        }),
    };
    match found {
        Some((Value::Array(items), kind)) => {
            let fits = items.iter().map(|item| look((item, kind)));
            fits.max().unwrap_or(Fit::Not)
        }
        Some(single) => look(single),
        None => Fit::Not,
    }
}

/// The type of a value, where its name or itself says it.
fn type_of<'k>(value: &'k Value, kind: Option<&'k str>) -> Option<&'k str> {
    value["resourceType"].as_str().or(kind)
}

/// Whether a type is the one that is said, in a choice's name perhaps with a capital.
fn is_type(each: &str, said: &str) -> bool {
    let start = |name: &str| name.bytes().next().map(|byte| byte.to_ascii_lowercase());
    matches!(each, "Resource" | "DomainResource")
        || (each.get(1..) == said.get(1..) && start(each) == start(said))
}

fn meets<'a>(
    scene: Scene<'a>,
    criterion: &Criterion,
    (value, kind): Typed<'a, '_>,
    within: &'a Value,
) -> Fit {
    match criterion {
        Criterion::Equals(fixed) => Fit::when(equals(value, fixed)),
        Criterion::Matches(pattern) => Fit::when(matches(value, pattern)),
        Criterion::Bound(binding) => match membership(scene.library, binding, value) {
            Some(Membership::Member) => Fit::By(1),
            Some(Membership::Undecidable) => Fit::Perhaps,
            Some(Membership::NotMember) | None => Fit::Not,
        },
        Criterion::Exists(wanted) => Fit::when(*wanted),
        Criterion::Type(types) => Fit::when(
            type_of(value, kind).is_some_and(|own| types.iter().any(|each| is_type(each, own))),
        ),
        Criterion::Profile(profiles) => {
            let fits = profiles
                .iter()
                .map(|each| known_by(scene, each, value, within));
            fits.max().unwrap_or(Fit::Not)
        }
    }
}

/// How well a resource shows to be an instance of a profile.
fn known_by<'a>(
    scene: Scene<'a>,
    profile: &ProfileRef,
    resource: &'a Value,
    within: &'a Value,
) -> Fit {
    let plan = scene.library.profile(profile);
    let kind = resource["resourceType"].as_str();
    if let (Some(plan), Some(kind)) = (plan, kind)
        && *kind != *plan.kind
    {
        return Fit::Not;
    }
    let mut named = resource["meta"]["profile"].as_array().into_iter().flatten();
    if named.any(|named| {
        named
            .as_str()
            .is_some_and(|named| bare(named) == &*profile.url)
    }) {
        return Fit::By(NAMED);
    }
    let Some(plan) = plan else {
        return Fit::Perhaps;
    };
    let mut total = Fit::By(1);
    for mark in marks_of(scene.library, plan) {
        total = total.and(holds(scene, mark, (resource, None), within));
        if total == Fit::Not {
            break;
        }
    }
    total
}
