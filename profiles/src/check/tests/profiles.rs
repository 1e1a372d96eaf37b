//! Profiles given as differentials: each thing a profile can say, broken.

use serde_json::{Value, json};

use super::{bundle, checked, told};
use crate::{Catalogue, InstallError, Settings};

const URL: &str = "http://a.example/StructureDefinition/report";
const LOINC: &str = "http://loinc.org";

fn profile(elements: &Value) -> Value {
    json!({
        "resourceType": "StructureDefinition", "url": URL, "version": "1", "type": "Observation",
        "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Observation",
        "derivation": "constraint", "kind": "resource",
        "differential": {"element": elements}
    })
}

fn catalogue(definitions: &[Value]) -> Result<Catalogue, InstallError> {
    let mut catalogue = Catalogue::new(Settings::default())?;
    catalogue.define(definitions)?;
    Ok(catalogue)
}

/// What the small Bundle's Observation breaks of a profile, after a change.
fn broken(elements: &Value, change: impl FnOnce(&mut Value)) -> Vec<(String, String)> {
    let mut observation = bundle()["entry"][1]["resource"].clone();
    observation.as_object_mut().unwrap().remove("subject");
    change(&mut observation);
    let catalogue = catalogue(&[profile(elements)]).unwrap();
    told(&checked(&catalogue, &observation, Some(URL)).issues)
}

fn one(rule: &str, expression: &str) -> Vec<(String, String)> {
    vec![(rule.to_owned(), expression.to_owned())]
}

#[test]
fn cardinality_is_checked() {
    let wanted = json!([{"id": "Observation.method", "path": "Observation.method", "min": 1}]);
    assert_eq!(
        broken(&wanted, |_| {}),
        one("element-missing", "Observation")
    );
    let forbidden = json!([{"id": "Observation.issued", "path": "Observation.issued", "max": "0"}]);
    let found = broken(&forbidden, |it| {
        it["issued"] = json!("2025-01-31T10:00:00Z");
    });
    assert_eq!(found, one("element-forbidden", "Observation.issued"));
    let few = json!([{"id": "Observation.category", "path": "Observation.category", "max": "1"}]);
    let found = broken(&few, |it| {
        it["category"] = json!([{"text": "a"}, {"text": "b"}]);
    });
    assert_eq!(found, one("element-too-many", "Observation.category"));
}

#[test]
fn fixed_values_and_patterns_are_checked() {
    let fixed =
        json!([{"id": "Observation.status", "path": "Observation.status", "fixedCode": "amended"}]);
    assert_eq!(
        broken(&fixed, |_| {}),
        one("value-fixed", "Observation.status")
    );
    let pattern = json!([{"id": "Observation.code", "path": "Observation.code",
        "patternCodeableConcept": {"coding": [{"system": LOINC, "code": "1-8"}]}}]);
    assert_eq!(
        broken(&pattern, |_| {}),
        one("value-pattern", "Observation.code")
    );
}

#[test]
fn data_types_are_walked_into() {
    let unit = json!([
        {"id": "Observation.value[x]", "path": "Observation.value[x]", "type": [{"code": "Quantity"}]},
        {"id": "Observation.value[x].code", "path": "Observation.value[x].code", "min": 1, "fixedCode": "cm"}
    ]);
    let found = broken(&unit, |_| {});
    assert_eq!(
        found,
        one("value-fixed", "Observation.value.ofType(Quantity).code")
    );
    let found = broken(&unit, |it| {
        it.as_object_mut().unwrap().remove("valueQuantity");
        it["valueString"] = json!("a");
    });
    assert_eq!(
        found,
        one("type-not-allowed", "Observation.value.ofType(string)")
    );
}

#[test]
fn limits_are_checked() {
    let range = json!([
        {"id": "Observation.value[x]", "path": "Observation.value[x]", "type": [{"code": "Quantity"}],
            "maxValueQuantity": {"value": 10, "system": "http://unitsofmeasure.org", "code": "mm"}}
    ]);
    assert_eq!(
        broken(&range, |_| {}),
        one("value-out-of-range", "Observation.value.ofType(Quantity)")
    );
    let length =
        json!([{"id": "Observation.value[x]", "path": "Observation.value[x]", "maxLength": 3}]);
    let found = broken(&length, |it| {
        it.as_object_mut().unwrap().remove("valueQuantity");
        it["valueString"] = json!("abcd");
    });
    assert_eq!(
        found,
        one("value-too-long", "Observation.value.ofType(string)")
    );
}

fn components(rules: &str) -> Value {
    json!([
        {"id": "Observation.component", "path": "Observation.component", "slicing": {
            "discriminator": [{"type": "pattern", "path": "code"}], "rules": rules, "ordered": true}},
        {"id": "Observation.component:first", "path": "Observation.component", "sliceName": "first", "min": 1, "max": "1"},
        {"id": "Observation.component:first.code", "path": "Observation.component.code",
            "patternCodeableConcept": {"coding": [{"system": LOINC, "code": "1-8"}]}},
        {"id": "Observation.component:first.value[x]", "path": "Observation.component.value[x]",
            "min": 1, "type": [{"code": "string"}]},
        {"id": "Observation.component:second", "path": "Observation.component", "sliceName": "second"},
        {"id": "Observation.component:second.code", "path": "Observation.component.code",
            "patternCodeableConcept": {"coding": [{"system": LOINC, "code": "2-6"}]}}
    ])
}

fn component(code: &str) -> Value {
    json!({"code": {"coding": [{"system": LOINC, "code": code}]}, "valueString": "a"})
}

fn sliced(rules: &str, items: &[Value]) -> Vec<(String, String)> {
    broken(&components(rules), |it| it["component"] = json!(items))
}

#[test]
fn slices_are_told_apart_and_counted() {
    assert_eq!(sliced("open", &[component("1-8"), component("2-6")]), []);
    assert_eq!(
        sliced("open", &[component("2-6")]),
        one("slice-missing", "Observation")
    );
    let twice = sliced("open", &[component("1-8"), component("1-8")]);
    assert_eq!(twice, one("slice-too-many", "Observation.component"));
    let back = sliced("open", &[component("2-6"), component("1-8")]);
    assert_eq!(back, one("slice-order", "Observation.component[1]"));
}

#[test]
fn an_item_of_no_slice_is_told_with_the_nearest() {
    let found = sliced("closed", &[component("1-8"), component("3-4")]);
    assert_eq!(found, one("slice-unmatched", "Observation.component[1]"));
    assert_eq!(sliced("open", &[component("1-8"), component("3-4")]), []);
}

#[test]
fn what_a_slice_says_holds_for_its_own_items_only() {
    let mut first = component("1-8");
    first.as_object_mut().unwrap().remove("valueString");
    let mut second = component("2-6");
    second.as_object_mut().unwrap().remove("valueString");
    let found = sliced("open", &[first, second]);
    assert_eq!(found, one("element-missing", "Observation.component[0]"));
}

fn with_value_set(compose: &Value, change: impl FnOnce(&mut Value)) -> Vec<(String, &'static str)> {
    let set =
        json!({"resourceType": "ValueSet", "url": "http://a.example/set", "compose": compose});
    let bound = profile(
        &json!([{"id": "Observation.code", "path": "Observation.code",
        "binding": {"strength": "required", "valueSet": "http://a.example/set|1"}}]),
    );
    let mut observation = bundle()["entry"][1]["resource"].clone();
    observation.as_object_mut().unwrap().remove("subject");
    change(&mut observation);
    let catalogue = catalogue(&[set, bound]).unwrap();
    let issues = checked(&catalogue, &observation, Some(URL)).issues;
    issues
        .into_iter()
        .map(|issue| (issue.rule, issue.severity.as_str()))
        .collect()
}

#[test]
fn bindings_are_member_not_member_or_undecidable() {
    let listed = |code: &str| json!({"include": [{"system": LOINC, "concept": [{"code": code}]}]});
    assert_eq!(with_value_set(&listed("21889-1"), |_| {}), []);
    let not = with_value_set(&listed("1-8"), |_| {});
    assert_eq!(not, [("code-not-in-value-set".to_owned(), "error")]);
    let all = json!({"include": [{"system": LOINC}]});
    let undecidable = with_value_set(&all, |_| {});
    assert_eq!(undecidable, [("code-undecidable".to_owned(), "warning")]);
    let text = with_value_set(&listed("1-8"), |it| it["code"] = json!({"text": "a"}));
    assert_eq!(text, [("code-missing".to_owned(), "error")]);
}

#[test]
fn one_coding_in_the_set_suffices() {
    let listed = json!({"include": [{"system": LOINC, "concept": [{"code": "1-8"}]}]});
    let found = with_value_set(&listed, |it| {
        let more = json!({"system": LOINC, "code": "1-8"});
        it["code"]["coding"].as_array_mut().unwrap().push(more);
    });
    assert_eq!(found, []);
}

#[test]
fn an_extensible_binding_warns() {
    let set = json!({"resourceType": "ValueSet", "url": "http://a.example/set",
        "compose": {"include": [{"system": LOINC, "concept": [{"code": "1-8"}]}]}});
    let bound = profile(
        &json!([{"id": "Observation.code", "path": "Observation.code",
        "binding": {"strength": "extensible", "valueSet": "http://a.example/set"}}]),
    );
    let mut observation = bundle()["entry"][1]["resource"].clone();
    observation.as_object_mut().unwrap().remove("subject");
    let found = checked(&catalogue(&[set, bound]).unwrap(), &observation, Some(URL));
    assert_eq!(found.issues[0].rule, "code-not-in-extensible-value-set");
    assert!(!found.rejects());
}

#[test]
fn another_resource_than_the_profile_is_about_is_refused() {
    let catalogue = catalogue(&[profile(&json!([]))]).unwrap();
    let patient = json!({"resourceType": "Patient"});
    let found = told(&checked(&catalogue, &patient, Some(URL)).issues);
    assert_eq!(found, one("resource-type-wrong", "Patient"));
}

#[test]
fn a_profile_that_cannot_be_checked_is_refused_when_it_is_installed() {
    let unknown = json!([{"id": "Observation.nothing", "path": "Observation.nothing", "min": 1}]);
    let order = json!([
        {"id": "Observation.code", "path": "Observation.code", "min": 1},
        {"id": "Observation.status", "path": "Observation.status", "min": 1}
    ]);
    let undecided = json!([
        {"id": "Observation.component", "path": "Observation.component", "slicing": {
            "discriminator": [{"type": "value", "path": "code"}], "rules": "open"}},
        {"id": "Observation.component:a", "path": "Observation.component", "sliceName": "a"},
        {"id": "Observation.component:a.interpretation", "path": "Observation.component.interpretation", "min": 1}
    ]);
    let refused = |elements: Value| catalogue(&[profile(&elements)]).unwrap_err();
    assert!(matches!(
        refused(unknown),
        InstallError::UnknownElement { .. }
    ));
    assert!(matches!(refused(order), InstallError::OutOfOrder { .. }));
    assert!(matches!(
        refused(undecided),
        InstallError::Discriminator { .. }
    ));
    let mut ring = profile(&json!([]));
    ring["baseDefinition"] = json!(URL);
    assert!(matches!(
        catalogue(&[ring]).unwrap_err(),
        InstallError::Ring { .. }
    ));
    let mut orphan = profile(&json!([]));
    orphan["baseDefinition"] = json!("http://a.example/nowhere");
    assert!(matches!(
        catalogue(&[orphan]).unwrap_err(),
        InstallError::Missing { .. }
    ));
}

#[test]
fn limits_hold_in_every_unit_that_compares() {
    let limit =
        |value: u32| json!({"value": value, "system": "http://unitsofmeasure.org", "code": "cm"});
    let elements = json!([{
        "id": "Observation.value[x]", "path": "Observation.value[x]",
        "type": [{"code": "Quantity"}], "maxValueQuantity": limit(1)
    }]);
    let at = "Observation.value.ofType(Quantity)";
    let found = broken(&elements, |_| {});
    assert_eq!(
        found,
        one("value-out-of-range", at),
        "12 mm are more than 1 cm"
    );
    let lower = broken(&elements, |it| it["valueQuantity"]["value"] = json!(9));
    assert_eq!(lower, []);
    let other = broken(&elements, |it| it["valueQuantity"]["code"] = json!("mg"));
    assert_eq!(other, [], "a mass is no length");
}

#[test]
fn a_value_set_within_a_profile_binds_and_names() {
    let mut profile = profile(&json!([{
        "id": "Observation.code", "path": "Observation.code",
        "binding": {"strength": "required", "valueSet": "#codes"}
    }]));
    let system = "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus";
    profile["contained"] = json!([{
        "resourceType": "ValueSet", "id": "codes",
        "compose": {"include": [{"system": system, "concept": [{"code": "M", "display": "wed"}]}]}
    }]);
    let catalogue = catalogue(&[profile]).unwrap();
    let found = |code: &str, display: &str| {
        let mut observation = bundle()["entry"][1]["resource"].clone();
        observation.as_object_mut().unwrap().remove("subject");
        observation["code"] =
            json!({"coding": [{"system": system, "code": code, "display": display}]});
        let issues = checked(&catalogue, &observation, Some(URL)).issues;
        issues
            .into_iter()
            .map(|issue| issue.rule)
            .collect::<Vec<_>>()
    };
    assert_eq!(found("M", "wed"), Vec::<String>::new());
    assert_eq!(found("M", "single"), ["display-wrong"]);
    assert_eq!(found("S", "Never Married"), ["code-not-in-value-set"]);
}

#[test]
fn a_resource_is_checked_against_the_version_of_a_profile_that_it_names() {
    let wants = |version: &str, element: &str| {
        let id = format!("Observation.{element}");
        let mut profile = profile(&json!([{"id": id, "path": id, "min": 1}]));
        profile["version"] = json!(version);
        profile
    };
    let catalogue = catalogue(&[wants("1", "method"), wants("2", "device")]).unwrap();
    let found = |named: &str| {
        let mut observation = bundle()["entry"][1]["resource"].clone();
        observation.as_object_mut().unwrap().remove("subject");
        observation["meta"] = json!({"profile": [named]});
        let base = "http://hl7.org/fhir/StructureDefinition/Observation";
        let issues = checked(&catalogue, &observation, Some(base)).issues;
        issues
            .into_iter()
            .map(|issue| issue.message)
            .collect::<Vec<_>>()
    };
    let missing = |name: &str| vec![format!("The mandatory element {name} is missing. Add it.")];
    assert_eq!(found(&format!("{URL}|1")), missing("method"));
    assert_eq!(found(&format!("{URL}|2")), missing("device"));
    assert_eq!(found(URL), missing("device"), "the last one that was given");
}
