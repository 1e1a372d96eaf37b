//! Definitions that are refused when they are installed: each reason, with its element.

use serde_json::{Value, json};

use crate::{Catalogue, Settings};

const URL: &str = "http://a.example/StructureDefinition/refused";

fn refusal(definitions: Vec<Value>) -> String {
    let mut catalogue = Catalogue::new(Settings::default()).unwrap();
    match catalogue.define(definitions) {
        Ok(()) => "installed".to_owned(),
        Err(fault) => fault.to_string(),
    }
}

fn profile(url: &str, base: &str, elements: &Value) -> Value {
    json!({
        "resourceType": "StructureDefinition", "url": url, "type": "Observation",
        "baseDefinition": base, "derivation": "constraint", "kind": "resource",
        "differential": {"element": elements}
    })
}

fn element(id: &str, more: Value) -> Value {
    let mut element = more;
    element["id"] = json!(format!("Observation.{id}"));
    let names = id.split('.').map(|part| part.split(':').next().unwrap());
    let path = names.collect::<Vec<_>>().join(".");
    element["path"] = json!(format!("Observation.{path}"));
    element
}

#[test]
fn a_bad_profile_is_refused_with_the_element_and_the_reason() {
    let sliced =
        json!({"slicing": {"rules": "open", "discriminator": [{"type": "value", "path": "code"}]}});
    let cases = [
        (
            vec![element("nothing", json!({"min": 1}))],
            "nothing",
            "no element",
        ),
        (
            vec![element("code", json!({})), element("status", json!({}))],
            "status",
            "order",
        ),
        (
            vec![element("status", json!({"min": 0}))],
            "status",
            "min is below",
        ),
        (
            vec![element("status", json!({"max": "*"}))],
            "status",
            "max is above",
        ),
        (
            vec![element("category", json!({"min": 3, "max": "2"}))],
            "category",
            "min 3 is above max 2",
        ),
        (
            vec![element("value[x]", json!({"type": [{"code": "Address"}]}))],
            "value[x]",
            "no type Address",
        ),
        (
            vec![element(
                "subject",
                json!({"type": [{"code": "Reference",
            "targetProfile": ["http://hl7.org/fhir/StructureDefinition/Medication"]}]}),
            )],
            "subject",
            "may not refer",
        ),
        (
            vec![element(
                "status",
                json!({"binding": {"strength": "example", "valueSet": "http://a.example/s"}}),
            )],
            "status",
            "required, and not example",
        ),
        (
            vec![element("component:a", json!({"min": 1}))],
            "component:a",
            "not sliced",
        ),
        (
            vec![
                element("component", sliced.clone()),
                element("component:a", json!({"min": 1})),
            ],
            "component:a",
            "tell",
        ),
        (
            vec![
                element(
                    "component",
                    json!({"slicing": {"rules": "open", "discriminator": [{"type": "exists", "path": "interpretation"}]}}),
                ),
                element("component:a", json!({})),
                element("component:a.interpretation", json!({"min": 1})),
                element("component:b", json!({})),
                element("component:b.interpretation", json!({"min": 1})),
            ],
            "component:b",
            "tell",
        ),
        (
            vec![element(
                "status",
                json!({"constraint": [{"key": "own-1", "severity": "error",
            "human": "a", "expression": "(("}]}),
            )],
            "status",
            "own-1",
        ),
    ];
    for (elements, place, reason) in cases {
        let base = "http://hl7.org/fhir/StructureDefinition/Observation";
        let said = refusal(vec![profile(URL, base, &json!(elements))]);
        assert!(
            said.contains(&format!("Observation.{place}")),
            "{place}: {said}"
        );
        assert!(
            said.contains(reason) && said.contains(URL),
            "{reason}: {said}"
        );
    }
}

#[test]
fn a_profile_may_not_widen_what_its_parents_narrowed() {
    let middle = "http://a.example/StructureDefinition/middle";
    let lower = "http://a.example/StructureDefinition/lower";
    let base = "http://hl7.org/fhir/StructureDefinition/Observation";
    let chain = |last: Value| {
        vec![
            profile(URL, lower, &json!([last])),
            profile(
                lower,
                middle,
                &json!([element("method", json!({"max": "1"}))]),
            ),
            profile(middle, base, &json!([element("method", json!({"min": 1}))])),
        ]
    };
    assert_eq!(
        refusal(chain(element("method", json!({"min": 1})))),
        "installed"
    );
    assert!(refusal(chain(element("method", json!({"min": 0})))).contains("below the base's 1"));
}

#[test]
fn a_value_set_that_nobody_could_expand_is_refused() {
    let set = |url: &str, include: Value| json!({"resourceType": "ValueSet", "url": url, "compose": {"include": [include]}});
    let (one, two) = ("http://a.example/one", "http://a.example/two");
    let cases = [
        (
            vec![set(one, json!({"concept": [{"code": "a"}]}))],
            "neither",
        ),
        (
            vec![set(
                one,
                json!({"system": "urn:s", "concept": [{"display": "a"}]}),
            )],
            "no code",
        ),
        (
            vec![set(
                one,
                json!({"system": "urn:s", "filter": [{"property": "concept", "op": "below", "value": "a"}]}),
            )],
            "filter",
        ),
        (
            vec![
                set(one, json!({"valueSet": [two]})),
                set(two, json!({"valueSet": [one]})),
            ],
            "includes itself",
        ),
        (vec![set(one, json!({"system": "urn:s"}))], "installed"),
    ];
    for (sets, reason) in cases {
        let said = refusal(sets);
        assert!(said.contains(reason), "{reason}: {said}");
    }
}
