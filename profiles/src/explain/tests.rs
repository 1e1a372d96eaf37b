//! Small profiles, said and compared.

use serde_json::{Value, json};

use crate::{Catalogue, Settings};

const URL: &str = "http://a.example/StructureDefinition/said";
const SET: &str = "http://a.example/set";

fn catalogue(elements: &Value, codes: &[&str]) -> Catalogue {
    let mut catalogue = Catalogue::new(Settings::default()).unwrap();
    let profile = json!({
        "resourceType": "StructureDefinition", "url": URL, "version": "1", "type": "Observation",
        "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Observation",
        "derivation": "constraint", "kind": "resource",
        "differential": {"element": elements}
    });
    let concepts: Vec<Value> = codes.iter().map(|code| json!({"code": code})).collect();
    let set = json!({"resourceType": "ValueSet", "url": SET,
        "compose": {"include": [{"system": "urn:s", "concept": concepts}]}});
    catalogue.define(&[set, profile]).unwrap();
    catalogue
}

fn element(path: &str, more: Value) -> Value {
    let mut element = more;
    element["path"] = json!(format!("Observation.{path}"));
    element
}

#[test]
fn a_profile_is_said_element_by_element() {
    let elements = json!([
        element("status", json!({"fixedCode": "final"})),
        element(
            "subject",
            json!({"min": 1, "type": [{"code": "Reference",
            "targetProfile": ["http://hl7.org/fhir/StructureDefinition/Patient"]}]})
        ),
        element("issued", json!({"max": "0"})),
        element("value[x]", json!({"type": [{"code": "Quantity"}]})),
        element(
            "component",
            json!({"slicing": {"rules": "closed", "discriminator":
            [{"type": "value", "path": "code"}]}})
        ),
        element(
            "component",
            json!({"sliceName": "one", "min": 1, "max": "2"})
        ),
        element(
            "component.code",
            json!({"patternCodeableConcept": {"text": "a"}})
        ),
    ]);
    let said = catalogue(&elements, &[]).explain(URL).unwrap();
    assert_eq!(
        (said.label.as_str(), said.kind.as_str()),
        ("http://a.example/StructureDefinition/said|1", "Observation")
    );
    assert_eq!(
        said.sentences,
        [
            "Observation.status must be exactly \"final\"",
            "Observation.subject must be there",
            "Observation.subject must refer to http://hl7.org/fhir/StructureDefinition/Patient",
            "Observation.issued must not be there",
            "Observation.value[x] must be a Quantity",
            "Observation.component has the parts one, told apart by the value of code; no others are allowed",
            "Observation.component:one must be there",
            "Observation.component:one may be there at most 2 times",
            "Observation.component:one.code must have within it {\"text\":\"a\"}",
        ]
    );
}

/// Asserts what is newly refused from the loose to the tight, and newly allowed back.
#[track_caller]
fn changes(loose: Value, tight: Value, refuses: &str, allows: &str) {
    let [loose, tight] = [loose, tight].map(|element| catalogue(&json!([element]), &["a"]));
    let stricter = loose.changes(&tight, URL).unwrap();
    assert_eq!(stricter.refuses, [refuses]);
    assert_eq!(stricter.allows, Vec::<String>::new());
    let laxer = tight.changes(&loose, URL).unwrap();
    assert_eq!(laxer.allows, [allows]);
    assert_eq!(laxer.refuses, Vec::<String>::new());
    assert!(tight.changes(&tight, URL).unwrap().is_empty());
}

#[test]
fn how_often_and_of_which_type_is_compared() {
    changes(
        element("method", json!({})),
        element("method", json!({"min": 1})),
        "Observation.method missing",
        "Observation.method missing",
    );
    changes(
        element("category", json!({})),
        element("category", json!({"max": "2"})),
        "Observation.category more than 2 times",
        "Observation.category more than 2 times",
    );
    changes(
        element("note", json!({})),
        element("note", json!({"max": "0"})),
        "Observation.note at all",
        "Observation.note at all",
    );
    let types = |types: Value| element("value[x]", json!({"type": types}));
    changes(
        types(json!([{"code": "Quantity"}, {"code": "string"}])),
        types(json!([{"code": "Quantity"}])),
        "Observation.value[x] as a string",
        "Observation.value[x] as a string",
    );
}

#[test]
fn values_codes_and_invariants_are_compared() {
    changes(
        element("status", json!({})),
        element("status", json!({"fixedCode": "final"})),
        "Observation.status other than \"final\"",
        "Observation.status other than \"final\"",
    );
    let bound = |strength: &str| {
        let binding = json!({"strength": strength, "valueSet": SET});
        element("code", json!({"binding": binding}))
    };
    changes(
        bound("extensible"),
        bound("required"),
        "Observation.code without a code of http://a.example/set",
        "Observation.code without a code of http://a.example/set",
    );
    let rule = json!([{"key": "own-1", "severity": "error", "human": "It must.",
        "expression": "text.exists()"}]);
    changes(
        element("method", json!({})),
        element("method", json!({"constraint": rule})),
        "Observation.method that breaks own-1: It must",
        "Observation.method that breaks own-1: It must",
    );
}

#[test]
fn the_codes_that_a_value_set_gains_and_loses_are_named() {
    let bound = json!([element(
        "code",
        json!({"binding": {"strength": "required", "valueSet": SET}})
    )]);
    let (old, new) = (
        catalogue(&bound, &["a", "b"]),
        catalogue(&bound, &["b", "c"]),
    );
    let changes = old.changes(&new, URL).unwrap();
    assert_eq!(
        changes.refuses,
        ["the codes urn:s|a of http://a.example/set"]
    );
    assert_eq!(
        changes.allows,
        ["the codes urn:s|c of http://a.example/set"]
    );
}
