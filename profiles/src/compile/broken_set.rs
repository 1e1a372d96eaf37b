//! Value sets that nobody could expand, refused when they are installed.
//!
//! Leaves out what cannot be expanded here for want of a code system: that is undecidable
//! and said to be.

use serde_json::Value;

use crate::definitions::{Definitions, InstallError, bare};

/// How deep value sets may include each other.
const NESTING_MAX: usize = 16;

/// The operators of a filter (<http://hl7.org/fhir/R4/valueset-filter-operator.html>).
const OPERATORS: [&str; 9] = [
    "=",
    "is-a",
    "descendent-of",
    "is-not-a",
    "regex",
    "in",
    "not-in",
    "generalizes",
    "exists",
];

/// Refuses a value set that says nothing that could be expanded.
pub(crate) fn verify_set(definitions: &Definitions, set: &Value) -> Result<(), InstallError> {
    let url = set["url"].as_str().unwrap_or_default();
    let fault = parts(set).find_map(broken);
    let fault = fault.or_else(|| in_a_ring(definitions, set, &mut vec![bare(url).to_owned()]));
    match fault {
        None => Ok(()),
        Some(what) => Err(InstallError::ValueSet {
            url: url.to_owned(),
            what,
        }),
    }
}

fn parts(set: &Value) -> impl Iterator<Item = &Value> {
    list(&set["compose"]["include"]).chain(list(&set["compose"]["exclude"]))
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn broken(part: &Value) -> Option<String> {
    let system = part["system"].is_string();
    if !system && list(&part["valueSet"]).next().is_none() {
        return Some("a part names neither a code system nor a value set".to_owned());
    }
    if !system && (part["concept"].is_array() || part["filter"].is_array()) {
        return Some("a part has codes or filters and no code system".to_owned());
    }
    if list(&part["concept"]).any(|concept| !concept["code"].is_string()) {
        return Some("a concept has no code".to_owned());
    }
    let unusable = |filter: &&Value| {
        let said = |key: &str| filter[key].as_str();
        let operator = said("op").is_some_and(|op| OPERATORS.contains(&op));
        !operator || said("property").is_none() || said("value").is_none()
    };
    list(&part["filter"])
        .find(unusable)
        .map(|_| "a filter lacks its property, a known operator or its value".to_owned())
}

/// Whether a set includes itself by way of others.
fn in_a_ring(definitions: &Definitions, set: &Value, trail: &mut Vec<String>) -> Option<String> {
    if trail.len() > NESTING_MAX {
        return Some(format!(
            "value sets include each other more than {NESTING_MAX} deep"
        ));
    }
    let named = parts(set).flat_map(|part| list(&part["valueSet"]));
    for url in named.filter_map(Value::as_str).map(bare) {
        if trail.iter().any(|known| known == url) {
            return Some(format!("it includes itself by way of {url}"));
        }
        let Some(inner) = definitions.value_set(url) else {
            continue;
        };
        trail.push(url.to_owned());
        let fault = in_a_ring(definitions, &inner, trail);
        trail.pop();
        if fault.is_some() {
            return fault;
        }
    }
    None
}
