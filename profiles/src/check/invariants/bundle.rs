//! Invariants of Bundles.

use std::collections::HashSet;

use serde_json::Value;

use super::{Check, Sight, has, items};

pub(super) const CHECKS: &[(&str, Check)] = &[
    ("bdl-1", |sight| {
        !has(sight.value, "total") || is(sight, &["searchset", "history"])
    }),
    ("bdl-2", |sight| {
        none(sight, "search") || is(sight, &["searchset"])
    }),
    ("bdl-3", |sight| {
        let wanted = is(sight, &["batch", "transaction", "history"]);
        items(sight.value, "entry").all(|entry| has(entry, "request") == wanted)
    }),
    ("bdl-4", |sight| {
        let wanted = is(
            sight,
            &["batch-response", "transaction-response", "history"],
        );
        items(sight.value, "entry").all(|entry| has(entry, "response") == wanted)
    }),
    ("bdl-5", |sight| {
        ["resource", "request", "response"]
            .iter()
            .any(|key| has(sight.value, key))
    }),
    ("bdl-7", full_urls_are_unique),
    ("bdl-8", |sight| {
        let url = sight.value["fullUrl"].as_str().unwrap_or_default();
        !url.contains("/_history/")
    }),
    ("bdl-9", |sight| {
        let identifier = &sight.value["identifier"];
        !is(sight, &["document"]) || (has(identifier, "system") && has(identifier, "value"))
    }),
    ("bdl-10", |sight| {
        !is(sight, &["document"]) || has(sight.value, "timestamp")
    }),
    ("bdl-11", |sight| {
        starts_with(sight, "document", "Composition")
    }),
    ("bdl-12", |sight| {
        starts_with(sight, "message", "MessageHeader")
    }),
];

fn is(sight: &Sight<'_>, kinds: &[&str]) -> bool {
    let kind = sight.resource["type"].as_str().unwrap_or_default();
    kinds.contains(&kind)
}

fn none(sight: &Sight<'_>, key: &str) -> bool {
    items(sight.value, "entry").all(|entry| !has(entry, key))
}

fn starts_with(sight: &Sight<'_>, kind: &str, resource: &str) -> bool {
    !is(sight, &[kind]) || sight.value["entry"][0]["resource"]["resourceType"] == resource
}

/// No two entries have the same URL, unless they are different versions.
fn full_urls_are_unique(sight: &Sight<'_>) -> bool {
    if is(sight, &["history"]) {
        return true;
    }
    let mut seen: HashSet<(&str, Option<&Value>)> = HashSet::new();
    items(sight.value, "entry").all(|entry| match entry["fullUrl"].as_str() {
        Some(url) => seen.insert((url, entry["resource"]["meta"].get("versionId"))),
        None => true,
    })
}
