//! `conformsTo()`: profiles that ask whether others are met.

use serde_json::{Value, json};

use super::{bundle, checked};
use crate::{Catalogue, Settings};

const ASKS: &str = "http://a.example/StructureDefinition/asks";
const DATED: &str = "http://a.example/StructureDefinition/dated";

fn profile(url: &str, kind: &str, elements: &Value) -> Value {
    json!({
        "resourceType": "StructureDefinition", "url": url, "version": "1", "type": kind,
        "baseDefinition": format!("http://hl7.org/fhir/StructureDefinition/{kind}"),
        "derivation": "constraint", "kind": "resource",
        "differential": {"element": elements}
    })
}

fn asking(expression: &str) -> Value {
    let constraint = json!([{
        "key": "asks-1", "severity": "error", "human": "It meets the other", "expression": expression
    }]);
    let elements = json!([{"id": "Bundle", "path": "Bundle", "constraint": constraint}]);
    profile(ASKS, "Bundle", &elements)
}

/// The rules that the small Bundle breaks of a profile that asks, after a change.
fn told(expression: &str, change: impl FnOnce(&mut Value)) -> Vec<String> {
    let dated = json!([{"id": "Patient.birthDate", "path": "Patient.birthDate", "min": 1}]);
    let definitions = vec![profile(DATED, "Patient", &dated), asking(expression)];
    let mut catalogue = Catalogue::new(Settings::default()).unwrap();
    catalogue.define(&definitions).unwrap();
    let mut tree = bundle();
    change(&mut tree);
    let issues = checked(&catalogue, &tree, Some(ASKS)).issues;
    issues.into_iter().map(|issue| issue.rule).collect()
}

#[test]
fn what_meets_the_profile_conforms_and_what_breaks_it_does_not() {
    let expression = format!("entry.resource.ofType(Patient).all(conformsTo('{DATED}'))");
    assert!(told(&expression, |_| {}).is_empty());
    let undated = |tree: &mut Value| {
        let patient = tree["entry"][0]["resource"].as_object_mut().unwrap();
        patient.remove("birthDate");
    };
    assert_eq!(told(&expression, undated), ["asks-1"]);
}

#[test]
fn a_resource_of_another_type_does_not_conform() {
    let expression = format!("entry.resource.ofType(Observation).all(conformsTo('{DATED}').not())");
    assert!(told(&expression, |_| {}).is_empty());
}

#[test]
fn what_a_reference_leads_to_is_asked_where_it_stands() {
    let follows = "entry.resource.ofType(Observation).subject.resolve()";
    let expression = format!("{follows}.conformsTo('{DATED}')");
    assert!(told(&expression, |_| {}).is_empty());
}

#[test]
fn of_a_profile_that_nobody_knows_it_cannot_be_told() {
    let expression = "conformsTo('http://a.example/StructureDefinition/unknown')";
    assert_eq!(told(expression, |_| {}), ["invariant-undecided"]);
}

#[test]
fn a_profile_that_asks_for_itself_comes_to_an_end() {
    let expression = format!("conformsTo('{ASKS}')");
    assert!(
        told(&expression, |_| {}).is_empty(),
        "nothing speaks against it"
    );
}
