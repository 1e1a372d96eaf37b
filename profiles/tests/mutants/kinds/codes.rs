//! Codes outside their value sets, and units that are fixed to another.

use serde_json::{Value, json};

use super::Kind;
use crate::report::{Expected, Report, at};

const OUTSIDE: &str = "code-not-in-value-set";

pub(super) const KINDS: &[Kind] = &[
    ("a status that is none", |report, _| {
        coded(report, "Observation", ("status", "done"))
    }),
    ("a gender that is none", |report, _| {
        coded(report, "Patient", ("gender", "F"))
    }),
    ("a report's status that is none", |report, _| {
        coded(report, "Composition", ("status", "signed"))
    }),
    ("an answer outside its value set", |report, _| {
        let index = report.find_where("Observation", own_answer)?;
        report.resource(index)["valueCodeableConcept"]["coding"][0]["code"] = json!("zzz");
        Some((OUTSIDE, at(index, "value.ofType(CodeableConcept)")))
    }),
    ("an answer of another system", |report, _| {
        let index = report.find_where("Observation", own_answer)?;
        report.resource(index)["valueCodeableConcept"]["coding"][0]["system"] =
            json!("http://loinc.org");
        Some((OUTSIDE, at(index, "value.ofType(CodeableConcept)")))
    }),
    ("an answer in words only", |report, _| {
        let index = report.find_where("Observation", own_answer)?;
        report.resource(index)["valueCodeableConcept"] = json!({ "text": "yes" });
        Some(("code-missing", at(index, "value.ofType(CodeableConcept)")))
    }),
    ("a basis of diagnosis that is none", |report, _| {
        let index = report.find_where("Condition", |it| basis(it).is_some())?;
        let place = basis(report.resource(index))?;
        report.resource(index)["extension"][place]["valueCodeableConcept"]["coding"][0]["code"] =
            json!("99");
        let path = format!("extension[{place}].value.ofType(CodeableConcept)");
        Some((OUTSIDE, at(index, &path)))
    }),
    ("another unit", |report, _| {
        let index = report.find_where("Observation", |it| it["valueQuantity"].is_object())?;
        report.resource(index)["valueQuantity"]["code"] = json!("[in_i]");
        Some(("value-pattern", at(index, "value.ofType(Quantity)")))
    }),
];

fn coded(report: &mut Report, kind: &str, (element, code): (&str, &str)) -> Option<Expected> {
    let index = report.find(kind)?;
    report.resource(index)[element] = json!(code);
    Some((OUTSIDE, at(index, element)))
}

/// Whether the answer is a code of a list of our own.
fn own_answer(observation: &Value) -> bool {
    let system = observation["valueCodeableConcept"]["coding"][0]["system"].as_str();
    system.is_some_and(|system| system.contains("/fhir/CodeSystem/"))
}

fn basis(condition: &Value) -> Option<usize> {
    let extensions = condition["extension"].as_array()?;
    let named = |extension: &Value| {
        let url = extension["url"].as_str();
        url.is_some_and(|url| url.ends_with("/basis-of-diagnosis"))
    };
    extensions.iter().position(named)
}
