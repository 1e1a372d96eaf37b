//! What a differential may not say: more than its base allows, or what nothing can meet.
//!
//! An instance of a profile is an instance of its base (R4, Profiling, "Limitations of
//! use"), and the checker runs the most specific profile only: what widened its base
//! would let through what the base refuses. Leaves out invariants, which only add up.

use serde_json::Value;

use super::{CORE, Unit};
use crate::definitions::{InstallError, bare};
use crate::plan::{Node, Strength, TypeRef};

/// Types of which any resource is one.
const ANY: [&str; 3] = ["Resource", "DomainResource", "Any"];

/// Refuses an element of a profile that allows more than the node of its base.
pub(super) fn narrows(
    unit: &Unit<'_>,
    (element, id): (&Value, &str),
    node: &Node,
) -> Result<(), InstallError> {
    let faults = [
        cardinality(element, node),
        types(unit, element, node),
        binding(element, node),
        fixed(element, node),
    ];
    match faults.into_iter().flatten().next() {
        None => Ok(()),
        Some(what) => Err(InstallError::Widened {
            profile: unit.url.to_owned(),
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

fn types(unit: &Unit<'_>, element: &Value, node: &Node) -> Option<String> {
    if node.types.is_empty() {
        return None;
    }
    for each in element["type"].as_array().into_iter().flatten() {
        let code = each["code"].as_str().unwrap_or_default();
        let Some(base) = node.types.iter().find(|base| is_a(unit, code, base)) else {
            return Some(format!("the base has no type {code}"));
        };
        for target in each["targetProfile"].as_array().into_iter().flatten() {
            let target = bare(target.as_str().unwrap_or_default());
            if !may_refer(unit, target, base) {
                return Some(format!("the base may not refer to {target}"));
            }
        }
    }
    None
}

/// Whether a type is the base's or built on it; what is no type of R4 is not looked at.
fn is_a(unit: &Unit<'_>, code: &str, base: &TypeRef) -> bool {
    let mut at: Option<Box<str>> = Some(code.into());
    for _ in 0..8 {
        match at {
            Some(kind) if kind == base.code => return true,
            Some(kind) => at = unit.base_of(&kind),
            None => break,
        }
    }
    code.contains("://") || unit.type_plan(code).is_none()
}

/// Whether the base may refer to what a target profile is about, as far as is known.
fn may_refer(unit: &Unit<'_>, target: &str, base: &TypeRef) -> bool {
    let Some(kind) = kind_of(unit, target) else {
        return true;
    };
    base.targets.is_empty()
        || base.targets.iter().any(|allowed| {
            let allowed = kind_of(unit, &allowed.url);
            allowed.is_none_or(|allowed| allowed == kind || ANY.contains(&&*allowed))
        })
}

/// The FHIR type that a profile is about.
pub(super) fn kind_of(unit: &Unit<'_>, profile: &str) -> Option<Box<str>> {
    if let Some(kind) = profile.strip_prefix(CORE)
        && unit.is_type(kind)
    {
        return Some(kind.into());
    }
    let definition = unit.library.definitions.structure(profile)?;
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
