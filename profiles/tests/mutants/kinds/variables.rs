//! A registry's own variables: missing, blank, out of bounds.

use caseway_profiles::registry::Tables;
use caseway_profiles::registry::table::Variable;
use serde_json::{Value, json};

use super::Kind;
use crate::report::{Expected, Report, at};

/// Bounds are set on the whole quantity.
const BOUNDS: (&str, &str) = ("value-out-of-range", "");

pub(super) const KINDS: &[Kind] = &[
    ("a blank answer", |report, _| {
        let index = report.find_where("Observation", own)?;
        let observation = report.resource(index).as_object_mut()?;
        let answer = observation
            .keys()
            .find(|key| key.starts_with("value"))?
            .clone();
        observation.remove(&answer);
        Some(("variable-blank", at(index, "")))
    }),
    ("a mandatory answer that is not there", |report, tables| {
        let index = mandatory(report, tables)?;
        let removed = report.remove(index)?;
        unlist(report, &removed["fullUrl"]);
        Some(("variable-missing", "Bundle.entry".to_owned()))
    }),
    ("a quantity above its bounds", |report, _| {
        quantity(report, "99999999", BOUNDS)
    }),
    ("a quantity below its bounds", |report, _| {
        quantity(report, "-1", BOUNDS)
    }),
    ("a quantity with too many decimals", |report, _| {
        quantity(report, "1.123456789", ("value-decimals", ".value"))
    }),
    ("a count below its bounds", |report, _| {
        let index = report.find_where("Observation", |it| {
            own(it) && it["valueInteger"].is_number()
        })?;
        report.resource(index)["valueInteger"] = json!(-5);
        Some(("value-out-of-range", at(index, "value.ofType(integer)")))
    }),
    ("a reason that none may give", |report, _| {
        let index = report.find_where("Observation", own)?;
        let observation = report.resource(index).as_object_mut()?;
        let answer = observation
            .keys()
            .find(|key| key.starts_with("value"))?
            .clone();
        observation.remove(&answer);
        observation.insert(
            "dataAbsentReason".to_owned(),
            json!({ "coding": [{
                "system": "http://terminology.hl7.org/CodeSystem/data-absent-reason",
                "code": "not-a-number",
            }] }),
        );
        Some(("variable-absence", at(index, "dataAbsentReason")))
    }),
];

/// Whether an Observation answers a variable of ours, and is named by our own code.
fn own(observation: &Value) -> bool {
    let system = observation["code"]["coding"][0]["system"].as_str();
    system.is_some_and(|system| system.ends_with("-variables"))
}

fn quantity(
    report: &mut Report,
    value: &str,
    (rule, part): (&'static str, &str),
) -> Option<Expected> {
    let index = report.find_where("Observation", |it| {
        own(it) && it["valueQuantity"].is_object()
    })?;
    report.resource(index)["valueQuantity"]["value"] = serde_json::from_str(value).ok()?;
    Some((rule, at(index, &format!("value.ofType(Quantity){part}"))))
}

/// The index of an answer to a variable that this kind of report must have.
fn mandatory(report: &Report, tables: &Tables) -> Option<usize> {
    let kind = report.tree["entry"][0]["resource"]["type"]["coding"][0]["code"].as_str()?;
    report.find_where("Observation", |it| {
        let coding = &it["code"]["coding"][0];
        let system = coding["system"].as_str().unwrap_or_default();
        let owner = tables.registries.iter().find(|table| {
            let own = format!("/{}-variables", table.id.replace('_', "-"));
            system.ends_with(&own)
        });
        owner.is_some_and(|table| {
            let mut variables = table.variables.iter();
            variables.any(|variable| coding["code"] == *variable.id && is_mandatory(variable, kind))
        })
    })
}

fn is_mandatory(variable: &Variable, kind: &str) -> bool {
    variable.is_always_asked() && variable.kinds.iter().any(|carried| carried == kind)
}

/// Takes a reference out of the Composition's sections.
fn unlist(report: &mut Report, url: &Value) {
    let sections = report.resource(0)["section"].as_array_mut();
    for section in sections.into_iter().flatten() {
        if let Some(entries) = section["entry"].as_array_mut() {
            entries.retain(|entry| entry["reference"] != *url);
        }
    }
}
