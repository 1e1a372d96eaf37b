//! The checker as a whole: for every rule a report that breaks exactly it.

mod base;
mod bytes;
mod conforms;
mod dated;
mod foreign;
mod growth;
mod invariants;
mod local;
mod own;
mod profiles;
mod references;
mod refused;
mod slicing;
mod snapshots;
mod suite;
mod terminology;
mod words;
mod xml;

use std::path::PathBuf;
use std::sync::LazyLock;

use caseway_proto::{Issue, Severity, Syntax};
use serde_json::{Value, json};

use super::{Ask, Checked};
use crate::{Catalogue, Settings};

/// R4 and nothing else, shared by the tests that need no more.
static R4: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::new(Settings::default()).unwrap());

/// What R4 itself says of a Bundle.
const BUNDLE: &str = "http://hl7.org/fhir/StructureDefinition/Bundle";

/// A file beside the repository; nothing, said plainly, where it is not there.
fn shared(path: &str) -> Option<Vec<u8>> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let found = std::fs::read(root.join(path)).ok();
    if found.is_none() {
        eprintln!("{path} is not there: nothing was tested");
    }
    found
}

fn ask(profile: Option<&str>) -> Ask<'_> {
    Ask {
        syntax: Syntax::Json,
        registry: None,
        default_registry: None,
        profile,
        received_at: "2026-03-01T12:00:00Z".parse().unwrap(),
        allow_synthetic: true,
        refuse: &[],
    }
}

fn checked(catalogue: &Catalogue, tree: &Value, profile: Option<&str>) -> Checked {
    catalogue.check(&serde_json::to_vec(tree).unwrap(), &ask(profile))
}

/// The errors of a tree under R4 alone, as (rule, expression).
fn errors(tree: &Value) -> Vec<(String, String)> {
    told(&checked(&R4, tree, Some(BUNDLE)).issues)
}

/// What refuses, as (rule, expression).
fn told(issues: &[Issue]) -> Vec<(String, String)> {
    let refusing = issues
        .iter()
        .filter(|issue| issue.severity >= Severity::Error);
    refusing
        .map(|issue| {
            (
                issue.rule.clone(),
                issue.expression.clone().unwrap_or_default(),
            )
        })
        .collect()
}

/// Asserts that a tree is refused for one rule at one place, and for nothing else.
#[track_caller]
fn refused(tree: &Value, rule: &str, expression: &str) {
    assert_eq!(errors(tree), [(rule.to_owned(), expression.to_owned())]);
}

/// A small Bundle that R4 accepts.
fn bundle() -> Value {
    json!({
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [
            {
                "fullUrl": "urn:uuid:11111111-1111-4111-8111-111111111111",
                "resource": {
                    "resourceType": "Patient",
                    "identifier": [{"system": "urn:oid:2.16.578.1.12.4.1.4.1", "value": "01815512347"}],
                    "gender": "male",
                    "birthDate": "1955-01-01"
                }
            },
            {
                "fullUrl": "urn:uuid:22222222-2222-4222-8222-222222222222",
                "resource": {
                    "resourceType": "Observation",
                    "status": "final",
                    "code": {"coding": [{"system": "http://loinc.org", "code": "21889-1"}]},
                    "subject": {"reference": "urn:uuid:11111111-1111-4111-8111-111111111111"},
                    "effectiveDateTime": "2025-01-31",
                    "valueQuantity": {
                        "value": 12.0, "unit": "mm", "system": "http://unitsofmeasure.org", "code": "mm"
                    }
                }
            }
        ]
    })
}

/// The small Bundle with its Observation changed.
fn observation(change: impl FnOnce(&mut Value)) -> Value {
    let mut tree = bundle();
    change(&mut tree["entry"][1]["resource"]);
    tree
}

#[test]
fn the_small_bundle_is_accepted() {
    assert_eq!(errors(&bundle()), []);
}

#[test]
fn the_same_body_gets_the_same_answer() {
    let tree = observation(|observation| observation["status"] = json!("done"));
    let first = checked(&R4, &tree, Some(BUNDLE)).issues;
    assert_eq!(first, checked(&R4, &tree, Some(BUNDLE)).issues);
}
