//! Bodies that are FHIR, or nearly, and not what the profile asks for: 422.

use serde_json::{Value, json};

use crate::bad_input::{Bad, MARKER};

/// A kind of fault: its name, its rule, the resource it is in, and how it is made.
type Fault = (&'static str, &'static str, &'static str, fn(&mut Value));

const FAULTS: [Fault; 11] = [
    (
        "an unknown resource type",
        "resource-type-unknown",
        "Patient",
        |patient| {
            patient["resourceType"] = json!("Patiant");
        },
    ),
    (
        "a misspelt element",
        "element-unknown",
        "Patient",
        |patient| {
            patient["brithDate"] = json!(MARKER);
        },
    ),
    ("a wrong type", "type-wrong", "Patient", |patient| {
        patient["active"] = json!(MARKER);
    }),
    (
        "an array for a value",
        "array-unexpected",
        "Patient",
        |patient| {
            patient["gender"] = json!([MARKER]);
        },
    ),
    (
        "a value for an array",
        "array-expected",
        "Patient",
        |patient| {
            patient["name"] = json!({ "text": MARKER });
        },
    ),
    (
        "a wrong check digit",
        "identity-check-digit",
        "Patient",
        with_a_wrong_check_digit,
    ),
    (
        "a code outside its value set",
        "code-not-in-value-set",
        "Condition",
        |condition| {
            let system = "http://terminology.hl7.org/CodeSystem/condition-clinical";
            condition["clinicalStatus"] =
                json!({ "coding": [{ "system": system, "code": MARKER }] });
        },
    ),
    (
        "a reference to nothing",
        "reference-unresolved",
        "Condition",
        |condition| {
            condition["subject"]["reference"] =
                json!("urn:uuid:00000000-0000-4000-8000-000000000000");
        },
    ),
    (
        "a date in the future",
        "date-in-future",
        "Composition",
        |composition| {
            composition["date"] = json!("2999-01-01T00:00:00Z");
        },
    ),
    (
        "a profile nobody knows",
        "profile-unknown",
        "Bundle",
        |bundle| {
            bundle["meta"]["profile"] = json!([format!("https://example.org/{MARKER}")]);
        },
    ),
    (
        "a missing mandatory value",
        "variable-missing",
        "Bundle",
        without_an_answer,
    ),
];

/// A body for each kind of fault, made from a good report.
pub(crate) fn bodies(good: &Value) -> Vec<Bad> {
    let made = FAULTS.iter().map(|(name, rule, kind, change)| {
        let mut report = good.clone();
        change(resource(&mut report, kind));
        let body = report.to_string().into_bytes();
        Bad {
            name,
            rule,
            status: 422,
            body,
            coding: None,
        }
    });
    made.collect()
}

/// The first resource of a kind; the Bundle itself where that is asked for.
pub(crate) fn resource<'a>(report: &'a mut Value, kind: &str) -> &'a mut Value {
    if kind == "Bundle" {
        return report;
    }
    let index = index_of(report, kind);
    &mut report["entry"][index]["resource"]
}

fn index_of(report: &Value, kind: &str) -> usize {
    let mut entries = report["entry"].as_array().into_iter().flatten();
    entries
        .position(|entry| entry["resource"]["resourceType"] == kind)
        .unwrap_or_default()
}

fn with_a_wrong_check_digit(patient: &mut Value) {
    let number = patient["identifier"][0]["value"]
        .as_str()
        .unwrap_or_default();
    let (ten, last) = number.split_at(10);
    let other = if last == "0" { "1" } else { "0" };
    patient["identifier"][0]["value"] = json!(format!("{ten}{other}"));
}

/// Takes the answer to how the tumour was detected out, and out of the section that lists it.
fn without_an_answer(bundle: &mut Value) {
    let mut entries = bundle["entry"].as_array().into_iter().flatten();
    let detection = |entry: &Value| entry["resource"]["code"]["coding"][0]["code"] == "detection";
    let index = entries.position(detection).unwrap_or_default();
    let gone = bundle["entry"]
        .as_array_mut()
        .map(|entries| entries.remove(index));
    let gone = gone.unwrap_or_default();
    let sections = bundle["entry"][0]["resource"]["section"].as_array_mut();
    for section in sections.into_iter().flatten() {
        if let Some(listed) = section["entry"].as_array_mut() {
            listed.retain(|entry| entry["reference"] != gone["fullUrl"]);
        }
    }
}
