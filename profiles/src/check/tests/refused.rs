//! Definitions that are refused when they are installed: each reason, with its element.

use serde_json::{Value, json};

use crate::{Catalogue, Settings};

const URL: &str = "http://a.example/StructureDefinition/refused";

fn refusal(definitions: &[Value]) -> String {
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

/// Asserts that each list of elements is refused at its place and for its reason.
#[track_caller]
fn refused(cases: Vec<(Vec<Value>, &str, &str)>) {
    let base = "http://hl7.org/fhir/StructureDefinition/Observation";
    for (elements, place, reason) in cases {
        let said = refusal(&[profile(URL, base, &json!(elements))]);
        let place = format!("Observation.{place}");
        assert!(
            said.contains(&place) && said.contains(URL),
            "{place}: {said}"
        );
        assert!(said.contains(reason), "{reason}: {said}");
    }
}

#[test]
fn an_element_that_is_not_there_or_not_in_order_is_refused() {
    let (code, status) = (element("code", json!({})), element("status", json!({})));
    let rule = json!({"key": "own-1", "severity": "error", "human": "a", "expression": "(("});
    let constrained = element("status", json!({"constraint": [rule]}));
    refused(vec![
        (vec![element("nothing", json!({}))], "nothing", "no element"),
        (vec![code, status], "status", "order"),
        (vec![constrained], "status", "own-1"),
    ]);
}

#[test]
fn an_element_that_allows_more_than_its_base_is_refused() {
    let one = |id: &str, more: Value| vec![element(id, more)];
    let targets = ["http://hl7.org/fhir/StructureDefinition/Medication"];
    let target = json!({"type": [{"code": "Reference", "targetProfile": targets}]});
    let bound = json!({"binding": {"strength": "example", "valueSet": "http://a.example/s"}});
    let address = json!({"type": [{"code": "Address"}]});
    let never = one("category", json!({"min": 3, "max": "2"}));
    refused(vec![
        (one("status", json!({"min": 0})), "status", "min is below"),
        (one("status", json!({"max": "*"})), "status", "max is above"),
        (one("value[x]", address), "value[x]", "no type Address"),
        (one("subject", target), "subject", "may not refer"),
        (one("status", bound), "status", "required, and not example"),
        (never, "category", "min 3 is above max 2"),
    ]);
}

#[test]
fn slices_that_nothing_tells_apart_are_refused() {
    let sliced = |kind: &str, path: &str| {
        let by = json!([{"type": kind, "path": path}]);
        element(
            "component",
            json!({"slicing": {"rules": "open", "discriminator": by}}),
        )
    };
    let slice = |id: &str| element(id, json!({"min": 1}));
    let [a, b] = ["component:a", "component:b"].map(slice);
    let alike = vec![
        sliced("exists", "interpretation"),
        a.clone(),
        slice("component:a.interpretation"),
        b,
        slice("component:b.interpretation"),
    ];
    refused(vec![
        (vec![a.clone()], "component:a", "not sliced"),
        (vec![sliced("value", "code"), a], "component:a", "tell"),
        (alike, "component:b", "tell"),
    ]);
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
        refusal(&chain(element("method", json!({"min": 1})))),
        "installed"
    );
    assert!(refusal(&chain(element("method", json!({"min": 0})))).contains("below the base's 1"));
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
            "nested in itself",
        ),
        (vec![set(one, json!({"system": "urn:s"}))], "installed"),
    ];
    for (sets, reason) in cases {
        let said = refusal(&sets);
        assert!(said.contains(reason), "{reason}: {said}");
    }
}
