//! The engine: by family of functions, over R4's own constraints, against another engine,
//! and on whatever anybody may write.

mod definitions;
mod differential;
mod families;
mod never_panics;
mod nodes;

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::evaluate::Evaluation;
use super::item::Item;
use super::{
    Answers, Budget, Element, Expression, Nowhere, Resolve, Scene, Stop, Terminology, Verdict,
};
use crate::{Catalogue, Settings};

/// R4 and nothing else.
static R4: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::new(Settings::default()).unwrap());

/// Knows the reference `Patient/here`, and the value set `some`.
struct Around(Value);

impl<'e> Resolve<'e> for &'e Around {
    fn resource(&self, reference: &str, _: &'e Value) -> Option<&'e Value> {
        (reference == "Patient/here").then_some(&self.0)
    }
}

impl Terminology for Around {
    fn is_member(&self, value_set: &str, _: Option<&str>, code: &str) -> Option<bool> {
        match value_set {
            "some" => Some(code == "in"),
            _ => None,
        }
    }
}

/// An Observation with something of everything.
fn observation() -> Value {
    json!({
        "resourceType": "Observation",
        "id": "o",
        "contained": [{"resourceType": "Patient", "id": "c"}],
        "status": "final",
        "code": {"coding": [
            {"system": "http://loinc.org", "code": "a"},
            {"system": "http://loinc.org", "code": "in"}
        ], "text": "size"},
        "subject": {"reference": "Patient/here"},
        "performer": [{"reference": "Practitioner/away"}],
        "effectivePeriod": {"start": "2024-02", "end": "2024-03-31T10:00:00+02:00"},
        "issued": "2024-03-31T10:00:00Z",
        "valueQuantity": {
            "value": 12.50, "unit": "mm", "system": "http://unitsofmeasure.org", "code": "mm"
        },
        "_status": {"extension": [{"url": "http://a/b", "valueString": "why"}]},
        "note": [{"text": "one"}, {"text": "two"}, {"text": "one"}],
        "component": [
            {"code": {"text": "c1"}, "valueInteger": 3},
            {"code": {"text": "c2"}, "valueString": "x"},
            {"code": {"text": "c3"}, "valueDateTime": "2024"}
        ]
    })
}

/// What an expression finds in a tree, written as text.
fn found_in(tree: &Value, expression: &str) -> Result<Vec<String>, Stop> {
    let expression =
        Expression::compile(expression).unwrap_or_else(|refusal| panic!("{expression}: {refusal}"));
    let around = &Around(json!({"resourceType": "Patient", "id": "here", "active": true}));
    let budget = Budget::of_body(0);
    let scene = Scene {
        library: &R4.library,
        resource: tree,
        root: tree,
        answers: Answers {
            references: &around,
            profiles: &Nowhere,
            terminology: around,
            narrative: |div| div.contains("text"),
        },
        now: Some("2026-03-01T12:00:00Z".parse().unwrap()),
        budget: &budget,
    };
    let run = Evaluation::new(&scene, Element::resource(tree));
    let found = expression.run(&run)?;
    let plain = found.iter().map(|item| item.plain(run.scene.library));
    Ok(plain.map(|item| written(&item)).collect())
}

fn written(item: &Item<'_>) -> String {
    match item {
        Item::Element(element) => element.value().to_string(),
        Item::Boolean(truth) => truth.to_string(),
        Item::Text(text) => text.to_string(),
        Item::Integer(whole) => whole.to_string(),
        Item::Decimal(decimal) => decimal.to_string(),
        Item::Moment(moment) => moment.to_string(),
        Item::Quantity(quantity) => quantity.text(),
        Item::Type(space, name) => format!("{space}.{name}"),
    }
}

/// Asserts what expressions find in the Observation: their items, one blank between.
#[track_caller]
fn finds(cases: &[(&str, &str)]) {
    let tree = observation();
    for (expression, expected) in cases {
        let found = found_in(&tree, expression);
        let found = found.map(|found| found.join(" "));
        assert_eq!(found.as_deref(), Ok(*expected), "{expression}");
    }
}

/// Asserts that expressions stop for a reason.
#[track_caller]
fn stops(stop: Stop, expressions: &[&str]) {
    let tree = observation();
    for expression in expressions {
        assert_eq!(found_in(&tree, expression), Err(stop), "{expression}");
    }
}

/// The verdict of an expression as an invariant of the Observation.
fn verdict(expression: &str) -> Verdict {
    let expression = Expression::compile(expression).unwrap();
    let tree = observation();
    let budget = Budget::of_body(0);
    let around = Around(Value::Null);
    let around = &around;
    let scene = Scene {
        library: &R4.library,
        resource: &tree,
        root: &tree,
        answers: Answers {
            references: &around,
            profiles: &Nowhere,
            terminology: around,
            narrative: |_| true,
        },
        now: None,
        budget: &budget,
    };
    expression.verdict(&scene, Element::resource(&tree))
}

#[test]
fn an_invariant_holds_only_when_it_is_true() {
    assert_eq!(verdict("status = 'final'"), Verdict::Holds);
    assert_eq!(verdict("status"), Verdict::Holds);
    assert_eq!(verdict("status = 'other'"), Verdict::Broken);
    assert_eq!(verdict("method.text = 'a'"), Verdict::Broken);
}

#[test]
fn what_cannot_be_told_breaks_no_invariant() {
    for expression in [
        "code.memberOf('unknown')",
        "performer.resolve().active",
        "@2024 < effective.start",
        "now() > @2020-01-01T00:00:00Z",
        "note.text.upper() = 'ONE'",
        "repeat(%resource).repeat(%resource).repeat(descendants()).all(%resource.descendants().count() < 0) or descendants().select(%resource.descendants()).select(%resource.descendants()).select(%resource.descendants()).exists()",
    ] {
        assert_eq!(verdict(expression), Verdict::Undecided, "{expression}");
    }
}
