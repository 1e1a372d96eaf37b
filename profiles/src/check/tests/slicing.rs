//! How items are told apart: each kind of discriminator, each rule, slices of slices.

use serde_json::{Value, json};

use super::{ask, bundle, told};
use crate::{Catalogue, Settings};

const URL: &str = "http://a.example/StructureDefinition/sliced";

/// What the small Observation breaks of a profile of these elements, and the sentences.
fn found(elements: &Value, change: impl FnOnce(&mut Value)) -> (Vec<(String, String)>, String) {
    let mut catalogue = Catalogue::new(Settings::default()).unwrap();
    let profile = json!({
        "resourceType": "StructureDefinition", "url": URL, "type": "Observation",
        "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Observation",
        "derivation": "constraint", "kind": "resource", "differential": {"element": elements}
    });
    catalogue.define(&[profile]).unwrap();
    let mut observation = bundle()["entry"][1]["resource"].clone();
    observation.as_object_mut().unwrap().remove("subject");
    change(&mut observation);
    let body = serde_json::to_vec(&observation).unwrap();
    let issues = catalogue.check(&body, &ask(Some(URL))).issues;
    let sentences: Vec<&str> = issues.iter().map(|issue| issue.message.as_str()).collect();
    (told(&issues), sentences.join(" "))
}

/// An element, its path and slice said and its id left to be made.
fn at(path: &str, slice: &str, more: Value) -> Value {
    let mut element = more;
    element["path"] = json!(format!("Observation.{path}"));
    if !slice.is_empty() {
        element["sliceName"] = json!(slice);
    }
    element
}

fn sliced(path: &str, rules: &str, discriminators: &[(&str, &str)]) -> Value {
    let each = |(kind, path): &(&str, &str)| json!({"type": kind, "path": path});
    let by: Vec<Value> = discriminators.iter().map(each).collect();
    at(
        path,
        "",
        json!({"slicing": {"discriminator": by, "rules": rules}}),
    )
}

fn rules(found: &[(String, String)]) -> Vec<&str> {
    found.iter().map(|(rule, _)| rule.as_str()).collect()
}

fn component(text: &str) -> Value {
    json!({"code": {"text": text}, "valueString": "a"})
}

/// A kind of discriminator, its path, and what a slice says there.
type Told = (&'static str, &'static str, Vec<Value>);

fn told_by_itself() -> Vec<Told> {
    let below = |path: &str, more: Value| vec![at(&format!("component.{path}"), "", more)];
    let pattern = json!({"patternCodeableConcept": {"text": "one"}});
    let quantity = json!({"type": [{"code": "Quantity"}]});
    vec![
        (
            "value",
            "code.text",
            below("code.text", json!({"fixedString": "one"})),
        ),
        ("pattern", "code", below("code", pattern)),
        (
            "exists",
            "interpretation",
            below("interpretation", json!({"min": 1})),
        ),
        ("type", "value", below("value[x]", quantity)),
    ]
}

fn told_by_what_is_below() -> Vec<Told> {
    let below = |path: &str, more: Value| at(&format!("component.{path}"), "", more);
    let quantity = json!({"type": [{"code": "Quantity"}]});
    let one = json!({"fixedString": "one", "type": [{"code": "string"}]});
    let unit = vec![
        below("value[x]", quantity),
        below("value[x].unit", json!({"fixedString": "mm"})),
    ];
    let extension = vec![
        at("component.extension", "e", json!({"min": 1})),
        below("extension.url", json!({"fixedUri": "http://a.example/e"})),
        below("extension.value[x]", one),
    ];
    vec![
        ("value", "value.ofType(Quantity).unit", unit),
        ("value", "extension('http://a.example/e').value", extension),
    ]
}

#[test]
fn each_discriminator_tells_the_items_of_its_slice() {
    let item = json!({
        "extension": [{"url": "http://a.example/e", "valueString": "one"}],
        "code": {"text": "one"}, "interpretation": [{"text": "a"}],
        "valueQuantity": {"value": 1, "unit": "mm"}
    });
    let all = told_by_itself().into_iter().chain(told_by_what_is_below());
    for (kind, path, below) in all {
        let one = at("component", "one", json!({"min": 1}));
        let mut elements = vec![sliced("component", "closed", &[(kind, path)]), one];
        elements.extend(below);
        let with = |item: &Value| found(&json!(elements), |it| it["component"] = json!([item]));
        assert_eq!(with(&item).0, [], "{kind} {path}");
        let (broken, said) = with(&component("SECRET"));
        assert_eq!(
            rules(&broken),
            ["slice-unmatched", "slice-missing"],
            "{kind} {path}"
        );
        let last = path.rsplit('.').next().unwrap();
        assert!(said.contains("“one”") && said.contains(last), "{said}");
        assert!(!said.contains("SECRET"), "{said}");
    }
}

#[test]
fn several_discriminators_hold_together() {
    let elements = json!([
        sliced(
            "component",
            "closed",
            &[("value", "code.text"), ("exists", "interpretation")]
        ),
        at("component", "one", json!({"min": 1})),
        at("component.code.text", "", json!({"fixedString": "one"})),
        at("component.interpretation", "", json!({"min": 1})),
        at("component", "bare", json!({})),
        at("component.code.text", "", json!({"fixedString": "one"})),
        at("component.interpretation", "", json!({"max": "0"})),
    ]);
    let mut full = component("one");
    full["interpretation"] = json!([{"text": "a"}]);
    let (broken, _) = found(&elements, |it| {
        it["component"] = json!([full, component("one")]);
    });
    assert_eq!(broken, []);
    let (broken, _) = found(&elements, |it| it["component"] = json!([component("one")]));
    assert_eq!(rules(&broken), ["slice-missing"]);
}

#[test]
fn others_may_stand_where_the_rules_say() {
    let elements = |rules: &str| {
        json!([
            sliced("component", rules, &[("value", "code.text")]),
            at("component", "one", json!({})),
            at("component.code.text", "", json!({"fixedString": "one"})),
        ])
    };
    let order = ["one", "other", "one"];
    let last = ["one", "one", "other"];
    let cases: [(&str, [&str; 3], &[&str]); 5] = [
        ("open", order, &[]),
        ("openAtEnd", order, &["slice-order"]),
        ("openAtEnd", last, &[]),
        ("closed", order, &["slice-unmatched"]),
        ("closed", ["one", "one", "one"], &[]),
    ];
    for (kind, texts, expected) in cases {
        let (broken, _) = found(&elements(kind), |it| {
            it["component"] = json!(texts.map(component));
        });
        assert_eq!(rules(&broken), expected, "{kind} {texts:?}");
    }
}

#[test]
fn a_slice_is_sliced_again() {
    let elements = json!([
        sliced("component", "open", &[("value", "code.text")]),
        at(
            "component",
            "one",
            json!({"min": 2, "slicing": {"rules": "closed",
            "discriminator": [{"type": "type", "path": "value"}]}})
        ),
        at("component.code.text", "", json!({"fixedString": "one"})),
        at("component", "one/text", json!({"min": 1})),
        at(
            "component.value[x]",
            "",
            json!({"min": 1, "type": [{"code": "string"}]})
        ),
        at("component", "one/count", json!({"max": "1"})),
        at(
            "component.value[x]",
            "",
            json!({"min": 1, "type": [{"code": "integer"}]})
        ),
    ]);
    let text = || component("one");
    let count = || json!({"code": {"text": "one"}, "valueInteger": 1});
    let other = || json!({"code": {"text": "one"}, "valueBoolean": true});
    let cases: [(Vec<Value>, &[&str]); 5] = [
        (vec![text(), count()], &[]),
        (vec![text(), count(), component("other")], &[]),
        (
            vec![count(), component("other")],
            &["slice-missing", "slice-missing"],
        ),
        (vec![text(), count(), count()], &["slice-too-many"]),
        (vec![text(), other()], &["slice-unmatched"]),
    ];
    for (items, expected) in cases {
        let (broken, _) = found(&elements, |it| it["component"] = json!(items));
        let mut rules = rules(&broken);
        rules.dedup_by(|a, b| a == b && expected.len() == 1);
        // The same rule at the same place is told once.
        let expected = if expected == ["slice-missing", "slice-missing"] {
            &expected[..1]
        } else {
            expected
        };
        assert_eq!(rules, expected, "{items:?}");
    }
}

#[test]
fn a_reference_tells_by_what_it_leads_to_and_nothing_where_it_leads_out() {
    let target = |kind: &str| {
        let url = format!("http://hl7.org/fhir/StructureDefinition/{kind}");
        json!({"min": 1, "type": [{"code": "Reference", "targetProfile": [url]}]})
    };
    let elements = json!([
        sliced("performer", "closed", &[("type", "$this.resolve()")]),
        at("performer", "patient", target("Patient")),
    ]);
    let contained = |kind: &str| json!([{"resourceType": kind, "id": "a"}]);
    let refer = |kind: &'static str, to: &'static str| {
        let (broken, _) = found(&elements, |it| {
            if to.starts_with('#') {
                it["contained"] = contained(kind);
            }
            it["performer"] = json!([{"reference": to}]);
        });
        broken.into_iter().map(|(rule, _)| rule).collect::<Vec<_>>()
    };
    assert_eq!(refer("Patient", "#a"), Vec::<String>::new());
    assert_eq!(
        refer("Practitioner", "#a"),
        ["slice-unmatched", "slice-missing"]
    );
    assert_eq!(
        refer("Patient", "http://elsewhere.example/x"),
        Vec::<String>::new()
    );
}
