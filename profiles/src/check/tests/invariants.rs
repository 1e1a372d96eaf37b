//! Invariants that are run as they are written.

use caseway_proto::Severity;
use serde_json::{Value, json};

use super::{BUNDLE, R4, bundle, checked, errors, observation, told};
use crate::{Catalogue, Settings};

const PROFILE: &str = "http://example.org/StructureDefinition/constrained";

/// R4 and a profile of Observation with one constraint.
fn constrained(element: &str, severity: &str, expression: &str) -> Catalogue {
    let mut catalogue = Catalogue::new(Settings::default()).unwrap();
    let profile = json!({
        "resourceType": "StructureDefinition", "url": PROFILE, "type": "Observation",
        "derivation": "constraint",
        "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Observation",
        "differential": {"element": [{
            "id": element, "path": element,
            "constraint": [{
                "key": "own-1", "severity": severity, "human": "It must.", "expression": expression
            }]
        }]}
    });
    catalogue.define(&[profile]).unwrap();
    catalogue
}

fn found(catalogue: &Catalogue, tree: &Value) -> Vec<(String, Severity)> {
    let issues = checked(catalogue, tree, Some(BUNDLE)).issues;
    issues
        .into_iter()
        .map(|issue| (issue.rule, issue.severity))
        .collect()
}

fn under_profile(change: impl FnOnce(&mut Value)) -> Value {
    observation(|it| {
        it["meta"] = json!({"profile": [PROFILE]});
        change(it);
    })
}

/// Asserts the verdict on the small Observation.
#[track_caller]
fn says(element: &str, expression: &str, expected: &[(&str, Severity)]) {
    let catalogue = constrained(element, "error", expression);
    let expected: Vec<_> = expected
        .iter()
        .map(|(rule, severity)| ((*rule).to_owned(), *severity))
        .collect();
    assert_eq!(
        found(&catalogue, &under_profile(|_| {})),
        expected,
        "{expression}"
    );
}

#[test]
fn an_invariant_of_r4_that_is_not_in_rust_is_run() {
    let mut tree = bundle();
    tree["entry"][1] = json!({"fullUrl": "urn:uuid:33333333-3333-4333-8333-333333333333", "resource": {
        "resourceType": "Appointment", "status": "booked", "start": "2024-01-31T10:00:00Z",
        "participant": [{"actor": {"display": "a"}, "status": "accepted"}]
    }});
    let rules: Vec<String> = errors(&tree).into_iter().map(|(rule, _)| rule).collect();
    assert_eq!(rules, ["app-2", "app-3"]);
    tree["entry"][1]["resource"]["end"] = json!("2024-01-31T10:10:00Z");
    assert_eq!(errors(&tree), []);
}

#[test]
fn a_profiles_own_invariant_is_told_by_its_key_where_it_stands() {
    says("Observation", "status = 'final'", &[]);
    says(
        "Observation",
        "status = 'amended'",
        &[("own-1", Severity::Error)],
    );
    says(
        "Observation",
        "method.text = 'a'",
        &[("own-1", Severity::Error)],
    );
    let catalogue = constrained("Observation.code", "error", "text.exists()");
    let issues = checked(&catalogue, &under_profile(|_| {}), Some(BUNDLE)).issues;
    assert_eq!(
        told(&issues),
        [(
            "own-1".to_owned(),
            "Bundle.entry[1].resource.code".to_owned()
        )]
    );
    assert_eq!(issues[0].message, "It must.");
    assert_eq!(issues[0].profile.as_deref(), Some(PROFILE));
}

#[test]
fn a_warning_is_told_as_one() {
    let catalogue = constrained("Observation", "warning", "method.exists()");
    let tree = under_profile(|_| {});
    assert_eq!(
        found(&catalogue, &tree),
        [("own-1".to_owned(), Severity::Warning)]
    );
}

#[test]
fn what_cannot_be_told_is_a_warning_of_its_own() {
    let undecided = [("invariant-undecided", Severity::Warning)];
    says(
        "Observation",
        "code.memberOf('http://example.org/nobody')",
        &undecided,
    );
    says(
        "Observation",
        "code.coding.code.matches('(' & 'a')",
        &undecided,
    );
    says(
        "Observation",
        "effective <= @2025-01-31T10:00:00Z",
        &undecided,
    );
    says("Observation", "subject.resolve() is Patient", &[]);
    let catalogue = constrained(
        "Observation.note",
        "error",
        "text.lower().matches('(' & 'a')",
    );
    let tree = under_profile(|it| it["note"] = json!([{"text": "a"}, {"text": "b"}]));
    assert_eq!(found(&catalogue, &tree).len(), 1);
}

#[test]
fn an_invariant_may_stand_on_a_primitive_and_see_its_extensions() {
    let catalogue = constrained(
        "Observation.status",
        "error",
        "extension.exists() and $this is code",
    );
    assert_eq!(found(&catalogue, &under_profile(|_| {})).len(), 1);
    let extended = under_profile(|it| {
        it["_status"] = json!({"extension": [{"url": "http://example.org/e", "valueCode": "a"}]});
    });
    assert_eq!(
        told(&checked(&catalogue, &extended, Some(BUNDLE)).issues),
        []
    );
}

#[test]
fn an_expression_that_takes_too_many_steps_refuses_nobody() {
    let catalogue = constrained(
        "Observation",
        "error",
        "note.select(%resource.note).select(%resource.note).count() = 1",
    );
    let tree = under_profile(|it| it["note"] = json!(vec![json!({"text": "a"}); 400]));
    assert_eq!(
        found(&catalogue, &tree),
        [("invariant-undecided".to_owned(), Severity::Warning)]
    );
}

#[test]
fn what_is_contained_may_refer_to_what_is_contained_beside_it() {
    let tree = observation(|it| {
        it["contained"] = json!([
            {"resourceType": "Practitioner", "id": "p"},
            {"resourceType": "PractitionerRole", "id": "r", "practitioner": {"reference": "#p"}}
        ]);
        it["performer"] = json!([{"reference": "#r"}]);
    });
    assert_eq!(told(&checked(&R4, &tree, Some(BUNDLE)).issues), []);
}
