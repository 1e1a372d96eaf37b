//! Reachability: what a document or message holds, its head leads to.
//!
//! Goes along literal references, in one pass over what is reached. A Provenance
//! belongs to what it is about, so it is reached backwards.

use std::collections::{HashMap, HashSet};

use caseway_proto::IssueCode;
use serde_json::Value;

use super::{Index, Target, items};
use crate::read::{Finding, Findings, Part};

const MESSAGE: &str = "Nothing leads to this entry from the first one of the Bundle. Refer to its resource, or leave it out.";

pub(super) fn check(bundle: &Value, index: &Index<'_>, findings: &mut Findings) {
    let rule = match bundle["type"].as_str() {
        Some("document") => "document-entry-unreachable",
        Some("message") => "entry-unreachable",
        _ => return,
    };
    let reached = reached(bundle, index);
    for (at, entry) in items(bundle, "entry").enumerate() {
        let resource = &entry["resource"];
        if resource.is_object() && !reached.contains(&address(resource)) {
            let place = vec![Part::from("entry"), Part::from(at)];
            let code = IssueCode::Informational;
            findings.add(Finding::warning(rule, code, MESSAGE).at(place));
        }
    }
}

/// The resources that the first one leads to, itself among them, by address.
fn reached(bundle: &Value, index: &Index<'_>) -> HashSet<usize> {
    let mut about: HashMap<usize, Vec<&Value>> = HashMap::new();
    for entry in items(bundle, "entry") {
        let resource = &entry["resource"];
        if resource["resourceType"] == "Provenance" {
            for target in items(resource, "target") {
                if let Some(found) = led_to(target, resource, index) {
                    about.entry(address(found)).or_default().push(resource);
                }
            }
        }
    }
    let mut reached = HashSet::new();
    let mut waiting = vec![&bundle["entry"][0]["resource"]];
    while let Some(resource) = waiting.pop() {
        if reached.insert(address(resource)) {
            waiting.extend(about.get(&address(resource)).into_iter().flatten());
            follow(resource, resource, index, &mut waiting);
        }
    }
    reached
}

/// Adds what a value within a resource refers to.
fn follow<'a>(
    value: &'a Value,
    resource: &'a Value,
    index: &Index<'a>,
    found: &mut Vec<&'a Value>,
) {
    match value {
        Value::Array(items) => {
            for item in items {
                follow(item, resource, index, found);
            }
        }
        Value::Object(members) => {
            found.extend(led_to(value, resource, index));
            for member in members.values() {
                follow(member, resource, index, found);
            }
        }
        _ => {}
    }
}

fn led_to<'a>(value: &'a Value, within: &'a Value, index: &Index<'a>) -> Option<&'a Value> {
    match index.resolve(value.get("reference")?.as_str()?, within) {
        Target::Here(resource) => Some(resource),
        Target::Nowhere | Target::Outside | Target::Unasked => None,
    }
}

fn address(resource: &Value) -> usize {
    std::ptr::from_ref(resource).addr()
}
