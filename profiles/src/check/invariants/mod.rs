//! The invariants that are run in Rust: FHIR's most frequent ones.
//!
//! Found by key, and only for constraints that FHIR itself defines; a profile's own
//! constraint of the same key is another one. All others are run as they are written.

mod bundle;
mod elements;
mod resources;

use serde_json::Value;

use super::bundle::Index;

/// What an invariant looks at.
pub(crate) struct Sight<'a> {
    /// The element that the invariant stands on.
    pub(crate) value: &'a Value,
    /// The resource that it lies in.
    pub(crate) resource: &'a Value,
    /// What references lead to.
    pub(crate) bundle: &'a Index<'a>,
}

/// Whether an invariant holds.
pub(crate) type Check = fn(&Sight<'_>) -> bool;

/// All of them, by key.
const CHECKS: [&[(&str, Check)]; 3] = [elements::CHECKS, resources::CHECKS, bundle::CHECKS];

/// The check of that key.
pub(crate) fn find(key: &str) -> Option<Check> {
    let mut all = CHECKS.iter().copied().flatten();
    all.find(|(known, _)| *known == key)
        .map(|(_, check)| *check)
}

/// The items of an array member.
fn items<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value[key].as_array().into_iter().flatten()
}

/// Whether there is a member of that name, or one beside it.
fn has(value: &Value, key: &str) -> bool {
    let named = |name: &String| name.strip_prefix('_').unwrap_or(name) == key;
    value
        .as_object()
        .is_some_and(|members| members.keys().any(named))
}

/// Whether a choice has a value.
fn has_choice(value: &Value, stem: &str) -> bool {
    let typed = |key: &String| {
        let rest = key.strip_prefix('_').unwrap_or(key).strip_prefix(stem);
        rest.is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_uppercase()))
    };
    value
        .as_object()
        .is_some_and(|members| members.keys().any(typed))
}
