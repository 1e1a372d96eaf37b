//! What is checked: whole reports of every registry, and one report grown to many entries.

use caseway_profiles::registry::Tables;
use caseway_profiles::sample::Sampler;
use serde_json::{Value, json};

/// Reports of many persons, in the order they would be sent.
pub(crate) fn reports(tables: &Tables, persons: u64) -> Vec<Value> {
    let sampler = Sampler::new(tables, 11);
    let journeys = (0..persons).flat_map(|index| sampler.journey(index));
    journeys.map(|planned| planned.bundle).collect()
}

/// How many resources a Bundle has.
pub(crate) fn resources(bundle: &Value) -> usize {
    bundle["entry"].as_array().map_or(0, Vec::len)
}

/// A collection of so many entries: a report's, with its Observations again and again.
pub(crate) fn grown(report: &Value, entries: usize) -> Value {
    let own = report["entry"].as_array().cloned().unwrap_or_default();
    let observations: Vec<Value> = own
        .iter()
        .filter(|entry| entry["resource"]["resourceType"] == "Observation")
        .cloned()
        .collect();
    let further = observations.iter().cycle().enumerate();
    let further = further.map(|(index, entry)| numbered(entry.clone(), index));
    let short = entries.saturating_sub(own.len());
    let all: Vec<Value> = own.into_iter().chain(further.take(short)).collect();
    json!({ "resourceType": "Bundle", "type": "collection", "entry": all })
}

fn numbered(mut entry: Value, index: usize) -> Value {
    entry["fullUrl"] = json!(format!("urn:uuid:00000000-0000-4000-8000-{index:012x}"));
    entry["resource"]["id"] = json!(format!("again-{index}"));
    entry
}

/// The Bundle with every Observation's status outside its value set.
pub(crate) fn broken(mut bundle: Value) -> Value {
    for entry in bundle["entry"].as_array_mut().into_iter().flatten() {
        if entry["resource"]["resourceType"] == "Observation" {
            entry["resource"]["status"] = json!("done");
        }
    }
    bundle
}
