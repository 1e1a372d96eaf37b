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

/// Elements, the one that is refused, and a part of the reason.
const BAD: &str = r#"[
  [[["nothing", {"min": 1}]], "nothing", "no element"],
  [[["code", {}], ["status", {}]], "status", "order"],
  [[["status", {"min": 0}]], "status", "min is below"],
  [[["status", {"max": "*"}]], "status", "max is above"],
  [[["category", {"min": 3, "max": "2"}]], "category", "min 3 is above max 2"],
  [[["value[x]", {"type": [{"code": "Address"}]}]], "value[x]", "no type Address"],
  [[["subject", {"type": [{"code": "Reference",
    "targetProfile": ["http://hl7.org/fhir/StructureDefinition/Medication"]}]}]], "subject", "may not refer"],
  [[["status", {"binding": {"strength": "example", "valueSet": "http://a.example/s"}}]],
    "status", "required, and not example"],
  [[["component:a", {"min": 1}]], "component:a", "not sliced"],
  [[["component", {"slicing": {"rules": "open", "discriminator": [{"type": "value", "path": "code"}]}}],
    ["component:a", {"min": 1}]], "component:a", "tell"],
  [[["component", {"slicing": {"rules": "open", "discriminator": [{"type": "exists", "path": "interpretation"}]}}],
    ["component:a", {}], ["component:a.interpretation", {"min": 1}],
    ["component:b", {}], ["component:b.interpretation", {"min": 1}]], "component:b", "tell"],
  [[["status", {"constraint": [{"key": "own-1", "severity": "error", "human": "a", "expression": "(("}]}]],
    "status", "own-1"]
]"#;

type Bad = (Vec<(String, Value)>, String, String);

#[test]
fn a_bad_profile_is_refused_with_the_element_and_the_reason() {
    let cases: Vec<Bad> = serde_json::from_str(BAD).unwrap();
    for (elements, place, reason) in cases {
        let elements = elements.into_iter().map(|(id, more)| element(&id, more));
        let elements: Vec<Value> = elements.collect();
        let base = "http://hl7.org/fhir/StructureDefinition/Observation";
        let said = refusal(vec![profile(URL, base, &json!(elements))]);
        let place = format!("Observation.{place}");
        assert!(said.contains(&place), "{place}: {said}");
        assert!(
            said.contains(&reason) && said.contains(URL),
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
