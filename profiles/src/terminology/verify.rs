//! Whether a value set can be expanded by anybody: asked when it is installed.
//!
//! What is merely not loaded here is no fault: membership is undecidable then.

use std::collections::HashSet;

use serde_json::Value;

use super::concepts::list;
use super::expand::NESTING_MAX;
use super::filter::OPERATORS;
use crate::definitions::{Definitions, InstallError, bare};

/// Refuses a value set that says what cannot be meant.
pub(crate) fn verify(definitions: &Definitions, definition: &Value) -> Result<(), InstallError> {
    if definition["resourceType"] != "ValueSet" {
        return Ok(());
    }
    let url = definition["url"].as_str().ok_or(InstallError::NoUrl)?;
    let broken = |what: String| InstallError::ValueSet {
        url: url.to_owned(),
        what,
    };
    for part in parts(definition) {
        part_fault(part).map_or(Ok(()), |what| Err(broken(what)))?;
    }
    let mut visit = Visit {
        definitions,
        trail: vec![url.to_owned()],
        done: HashSet::new(),
    };
    visit.nested(definition).map_err(broken)
}

fn parts(definition: &Value) -> impl Iterator<Item = &Value> {
    let compose = &definition["compose"];
    list(&compose["include"]).chain(list(&compose["exclude"]))
}

fn part_fault(part: &Value) -> Option<String> {
    let has = |key: &str| part.get(key).is_some();
    if !has("system") && !has("valueSet") {
        return Some("a part names neither a code system nor a value set (vsd-1)".to_owned());
    }
    if !has("system") && (has("concept") || has("filter")) {
        return Some("a part names concepts or filters without a code system (vsd-2)".to_owned());
    }
    if list(&part["concept"]).any(|concept| !concept["code"].is_string()) {
        return Some("a concept has no code".to_owned());
    }
    if has("concept") && has("filter") {
        return Some("a part names both concepts and filters (vsd-3)".to_owned());
    }
    list(&part["filter"]).find_map(filter_fault)
}

fn filter_fault(filter: &Value) -> Option<String> {
    let text = |key: &str| filter[key].as_str().filter(|text| !text.is_empty());
    let (Some(property), Some(operator), Some(_)) = (text("property"), text("op"), text("value"))
    else {
        return Some("a filter lacks its property, operator or value".to_owned());
    };
    (!OPERATORS.contains(&operator)).then(|| {
        format!("the filter on {property} has the operator {operator}, which R4 does not have")
    })
}

/// A visit to all value sets that a set is made of, for one that comes again.
struct Visit<'a> {
    definitions: &'a Definitions,
    trail: Vec<String>,
    done: HashSet<String>,
}

impl Visit<'_> {
    fn nested(&mut self, definition: &Value) -> Result<(), String> {
        let urls = parts(definition).flat_map(|part| list(&part["valueSet"]));
        for url in urls.filter_map(Value::as_str).map(bare) {
            if self.trail.iter().any(|above| above == url) {
                return Err(format!("it is nested in itself, through {url}"));
            }
            if self.trail.len() >= NESTING_MAX {
                return Err(format!("value sets are nested over {NESTING_MAX} deep"));
            }
            if !self.done.insert(url.to_owned()) {
                continue;
            }
            if let Some(nested) = self.definitions.value_set(url) {
                self.trail.push(url.to_owned());
                self.nested(&nested)?;
                self.trail.pop();
            }
        }
        Ok(())
    }
}
