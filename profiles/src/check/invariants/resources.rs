//! Invariants of resources.

use std::collections::HashSet;

use serde_json::Value;

use super::{Check, Sight, has, has_choice, items};

pub(super) const CHECKS: &[(&str, Check)] = &[
    ("dom-2", |sight| {
        contained(sight).all(|resource| !has(resource, "contained"))
    }),
    ("dom-3", contained_is_referred_to),
    ("dom-4", |sight| {
        let free = |meta: &Value| !has(meta, "versionId") && !has(meta, "lastUpdated");
        contained(sight).all(|resource| free(&resource["meta"]))
    }),
    ("dom-5", |sight| {
        contained(sight).all(|resource| !has(&resource["meta"], "security"))
    }),
    ("obs-6", |sight| {
        !(has(sight.value, "dataAbsentReason") && has_choice(sight.value, "value"))
    }),
    ("obs-7", component_does_not_repeat),
    ("con-4", abated_is_not_active),
    ("con-5", entered_in_error_says_no_more),
    ("cmp-1", |sight| {
        ["text", "entry", "section"]
            .iter()
            .any(|key| has(sight.value, key))
    }),
    ("cmp-2", |sight| {
        !has(sight.value, "emptyReason") || !has(sight.value, "entry")
    }),
    ("org-1", |sight| {
        has(sight.value, "identifier") || has(sight.value, "name")
    }),
];

fn contained<'a>(sight: &Sight<'a>) -> impl Iterator<Item = &'a Value> {
    items(sight.value, "contained")
}

/// A contained resource is referred to, or refers to what contains it.
fn contained_is_referred_to(sight: &Sight<'_>) -> bool {
    if !has(sight.value, "contained") {
        return true;
    }
    let mut referred = HashSet::new();
    references(sight.value, &mut referred);
    contained(sight).all(|resource| {
        let id = resource["id"].as_str().unwrap_or_default();
        let mut own = HashSet::new();
        referred.contains(id) || {
            references(resource, &mut own);
            own.contains("")
        }
    })
}

/// The ids that texts refer to; a narrative does by its images and links. What refers to
/// the resource around it refers to nothing by name.
fn references<'a>(value: &'a Value, found: &mut HashSet<&'a str>) {
    match value {
        Value::String(text) => match text.strip_prefix('#') {
            Some(id) => {
                found.insert(id);
            }
            None if text.starts_with('<') => linked(text, found),
            None => {}
        },
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(members) => members
            .values()
            .for_each(|member| references(member, found)),
        _ => {}
    }
}

/// The ids between quotation marks that a narrative has after `#`.
fn linked<'a>(narrative: &'a str, found: &mut HashSet<&'a str>) {
    for quote in ['"', '\''] {
        let parts = narrative.split(quote).skip(1);
        let ids = parts.filter_map(|part| part.strip_prefix('#'));
        found.extend(ids.filter(|id| !id.is_empty()));
    }
}

fn component_does_not_repeat(sight: &Sight<'_>) -> bool {
    if !has_choice(sight.value, "value") || !has(sight.value, "component") {
        return true;
    }
    let own: HashSet<&Value> = items(&sight.value["code"], "coding").collect();
    let same =
        |component: &Value| items(&component["code"], "coding").any(|each| own.contains(each));
    !items(sight.value, "component").any(same)
}

const VERIFICATION: &str = "http://terminology.hl7.org/CodeSystem/condition-ver-status";
const CLINICAL: &str = "http://terminology.hl7.org/CodeSystem/condition-clinical";

fn has_code(concept: &Value, system: &str, codes: &[&str]) -> bool {
    items(concept, "coding").any(|coding| {
        let code = coding["code"].as_str().unwrap_or_default();
        coding["system"] == system && codes.contains(&code)
    })
}

fn abated_is_not_active(sight: &Sight<'_>) -> bool {
    let ended = ["inactive", "resolved", "remission"];
    !has_choice(sight.value, "abatement")
        || has_code(&sight.value["clinicalStatus"], CLINICAL, &ended)
}

fn entered_in_error_says_no_more(sight: &Sight<'_>) -> bool {
    let wrong = has_code(
        &sight.value["verificationStatus"],
        VERIFICATION,
        &["entered-in-error"],
    );
    !wrong || !has(sight.value, "clinicalStatus")
}
