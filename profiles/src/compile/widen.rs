//! What a differential may not say: more than its base allows, or what nothing can meet.
//!
//! An instance of a profile is an instance of its base (R4, Profiling, "Limitations of
//! use"), and the checker runs the most specific profile only: what widened its base
//! would let through what the base refuses. Leaves out invariants, which only add up.

use serde_json::Value;

use super::{CORE, Library};
use crate::definitions::{InstallError, bare};
use crate::plan::{Node, Strength, TypeRef};

/// Types of which any resource is one.
const ANY: [&str; 3] = ["Resource", "DomainResource", "Any"];

/// Refuses an element of a profile that allows more than the node of its base.
pub(super) fn narrows(
    library: &Library,
    profile: &str,
    (element, id): (&Value, &str),
    node: &Node,
) -> Result<(), InstallError> {
    let faults = [
        cardinality(element, node),
        types(library, element, node),
        binding(element, node),
        fixed(element, node),
    ];
    match faults.into_iter().flatten().next() {
        None => Ok(()),
        Some(what) => Err(InstallError::Widened {
            profile: profile.to_owned(),
            element: id.to_owned(),
            what,
        }),
    }
}

/// Refuses a node that must be there more often than it may.
pub(super) fn possible(profile: &str, id: &str, node: &Node) -> Result<(), InstallError> {
    if node.min <= node.max {
        return Ok(());
    }
    Err(InstallError::Impossible {
        profile: profile.to_owned(),
        element: id.to_owned(),
        what: format!("min {} is above max {}", node.min, node.max),
    })
}

fn cardinality(element: &Value, node: &Node) -> Option<String> {
    let min = element["min"].as_u64();
    if min.is_some_and(|min| min < u64::from(node.min)) {
        return Some(format!("its min is below the base's {}", node.min));
    }
    let max: u32 = element["max"].as_str()?.parse().unwrap_or(u32::MAX);
    (max > node.max).then(|| format!("its max is above the base's {}", node.max))
}

fn types(library: &Library, element: &Value, node: &Node) -> Option<String> {
    if node.types.is_empty() {
        return None;
    }
    for each in element["type"].as_array().into_iter().flatten() {
        let code = each["code"].as_str().unwrap_or_default();
        let Some(base) = node.types.iter().find(|base| is_a(library, code, base)) else {
            return Some(format!("the base has no type {code}"));
        };
        for target in each["targetProfile"].as_array().into_iter().flatten() {
            let target = bare(target.as_str().unwrap_or_default());
            if !may_refer(library, target, base) {
                return Some(format!("the base may not refer to {target}"));
            }
        }
    }
    None
}

/// Whether a type is the base's or built on it; what is no type of R4 is not looked at.
fn is_a(library: &Library, code: &str, base: &TypeRef) -> bool {
    let mut at = Some(code);
    for _ in 0..8 {
        match at {
            Some(kind) if *kind == *base.code => return true,
            Some(kind) => at = library.base_of(kind),
            None => break,
        }
    }
    code.contains("://") || library.kind(code).is_none()
}

/// Whether the base may refer to what a target profile is about, as far as is known.
fn may_refer(library: &Library, target: &str, base: &TypeRef) -> bool {
    let Some(kind) = kind_of(library, target) else {
        return true;
    };
    base.targets.is_empty()
        || base.targets.iter().any(|allowed| {
            let allowed = kind_of(library, &allowed.url);
            allowed.is_none_or(|allowed| allowed == kind || ANY.contains(&&*allowed))
        })
}

/// The FHIR type that a profile is about.
pub(super) fn kind_of(library: &Library, profile: &str) -> Option<Box<str>> {
    if let Some(kind) = profile.strip_prefix(CORE)
        && library.kind(kind).is_some_and(|plan| &*plan.kind == kind)
    {
        return Some(kind.into());
    }
    let definition = library.definitions.structure(profile)?;
    definition["type"].as_str().map(Into::into)
}

fn binding(element: &Value, node: &Node) -> Option<String> {
    let base = node.binding.as_ref()?;
    let strength = element["binding"]["strength"].as_str()?;
    (base.strength == Strength::Required && strength != "required")
        .then(|| format!("the base's binding is required, and not {strength}"))
}

fn fixed(element: &Value, node: &Node) -> Option<String> {
    let base = node.fixed.as_ref()?;
    let members = element.as_object()?;
    let own = members.iter().find(|(key, _)| key.starts_with("fixed"))?;
    (own.1 != &**base).then(|| "the base fixes another value".to_owned())
}
