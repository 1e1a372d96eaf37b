//! Invariants of resources.

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
    let mut texts = Vec::new();
    references(sight.value, &mut texts);
    contained(sight).all(|resource| {
        let id = resource["id"].as_str().unwrap_or_default();
        let mut own = Vec::new();
        references(resource, &mut own);
        let referred = texts.iter().any(|text| refers(text, id));
        referred || own.contains(&"#")
    })
}

/// Whether a text refers to a contained resource; a narrative does by its images and links.
fn refers(text: &str, id: &str) -> bool {
    match text.strip_prefix('#') {
        Some(fragment) => fragment == id,
        None => ['"', '\'']
            .iter()
            .any(|quote| text.contains(&format!("{quote}#{id}{quote}"))),
    }
}

/// The texts that may refer to something: all that start with `#`, and narratives.
fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) if text.starts_with(['#', '<']) => found.push(text),
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(members) => members
            .values()
            .for_each(|member| references(member, found)),
        _ => {}
    }
}

fn component_does_not_repeat(sight: &Sight<'_>) -> bool {
    let same = |component: &Value| {
        items(&component["code"], "coding")
            .any(|coding| items(&sight.value["code"], "coding").any(|own| own == coding))
    };
    !has_choice(sight.value, "value") || !items(sight.value, "component").any(same)
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
