//! Value sets put together: what is in either, in both, or in one and not the other.
//!
//! Each is computed code by code for the codes that are named, and once for the rest,
//! so nothing is lost of what is known.

use std::collections::HashSet;
use std::sync::Arc;

use super::membership::Membership;
use super::value_set::{Part, Rest, ValueSet};

/// A way to put two sets together.
#[derive(Clone, Copy, Debug)]
pub(super) enum Operation {
    /// What is in either.
    Unite,
    /// What is in both.
    Intersect,
    /// What is in the first and not in the second.
    Subtract,
}

/// Puts two sets together.
pub(super) fn combined(a: &ValueSet, b: &ValueSet, operation: Operation) -> ValueSet {
    let both: HashSet<&Box<str>> = a.systems.keys().chain(b.systems.keys()).collect();
    let parts = both.into_iter().map(|url| {
        let (in_a, in_b) = (part(a, b, url), part(b, a, url));
        (url.clone(), operation.parts(&in_a, &in_b))
    });
    ValueSet {
        systems: parts.collect(),
        open: match operation {
            Operation::Unite => a.open.clone().or(b.open.clone()),
            Operation::Intersect => a.open.clone().filter(|_| b.open.is_some()),
            Operation::Subtract => a.open.clone(),
        },
        ..ValueSet::default()
    }
}

/// What a set has of a system; where it does not name it, what holds for those.
fn part(set: &ValueSet, other: &ValueSet, url: &str) -> Part {
    if let Some(part) = set.systems.get(url) {
        return part.clone();
    }
    let system = other.systems.get(url).and_then(|part| part.system.clone());
    let rest = match &set.open {
        Some(reason) => Rest::Unknown(reason.clone()),
        None => Rest::Nothing,
    };
    Part::new(system, rest)
}

impl Operation {
    fn parts(self, a: &Part, b: &Part) -> Part {
        let codes = a.codes.keys().chain(b.codes.keys());
        let known = codes.map(|code| {
            let found = self.of(a.has_key(code), b.has_key(code));
            (code.clone(), found)
        });
        Part {
            system: a
                .system
                .clone()
                .or_else(|| b.system.as_ref().map(Arc::clone)),
            version: self.version(a, b),
            codes: known.collect(),
            rest: self.rest(&a.rest, &b.rest),
        }
    }

    /// The version that is meant: another one in the second set is not the same codes.
    fn version(self, a: &Part, b: &Part) -> Option<Box<str>> {
        match self {
            Self::Subtract => a.version.clone(),
            Self::Unite | Self::Intersect if a.version == b.version => a.version.clone(),
            Self::Unite if matches!(b.rest, Rest::Nothing) && b.codes.is_empty() => {
                a.version.clone()
            }
            Self::Unite if matches!(a.rest, Rest::Nothing) && a.codes.is_empty() => {
                b.version.clone()
            }
            Self::Unite => None,
            Self::Intersect => a.version.clone().or(b.version.clone()),
        }
    }

    fn of(self, a: Membership, b: Membership) -> Membership {
        match self {
            Self::Unite => a.or(b),
            Self::Intersect => a.and(b),
            Self::Subtract => a.and(b.not()),
        }
    }

    /// The same of the codes that are not named: all, none or some that the system has.
    fn rest(self, a: &Rest, b: &Rest) -> Rest {
        let found = self.of(a.membership(), b.membership());
        match (found, a, b) {
            (Membership::Member, ..) => Rest::Whole,
            (_, Rest::Unknown(why), _) | (_, _, Rest::Unknown(why))
                if found == Membership::Undecidable =>
            {
                Rest::Unknown(why.clone())
            }
            _ => Rest::Nothing,
        }
    }
}
