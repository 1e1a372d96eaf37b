//! Terminology: systems, sets, filters and grammars, a table of cases each.

mod filters;
mod grammars;
mod sets;
mod systems;
mod verified;

use serde_json::{Value, json};

use super::{Coded, Membership, Terms};
use crate::definitions::{Definitions, Written};

const SYSTEM: &str = "http://a.example/system";
const SET: &str = "http://a.example/set";

/// A complete system: `a` above `b` above `c`, `d` beside them and below `b` by a property.
fn system() -> Value {
    let text = |code: &str, value: &str| json!({"code": code, "valueString": value});
    json!({
        "resourceType": "CodeSystem", "url": SYSTEM, "version": "1", "content": "complete",
        "caseSensitive": true,
        "property": [{"code": "unused", "type": "string"}],
        "concept": [
            {"code": "a", "display": "First", "concept": [
                {"code": "b", "property": [text("colour", "red")], "concept": [
                    {"code": "c", "property": [text("colour", "blue"), {"code": "old", "valueBoolean": true}]}
                ]}
            ]},
            {"code": "d", "property": [{"code": "parent", "valueCode": "b"}, text("colour", "red")]}
        ]
    })
}

fn definitions(more: Vec<Value>) -> Definitions {
    let mut definitions = Definitions::new().unwrap();
    for definition in more {
        definitions.add(&Written::of(&definition).unwrap());
    }
    definitions
}

fn set(url: &str, compose: &Value) -> Value {
    json!({"resourceType": "ValueSet", "url": url, "compose": compose})
}

fn coded<'a>(system: &'a str, code: &'a str) -> Coded<'a> {
    Coded {
        system: Some(system),
        version: None,
        code,
    }
}

/// Those of the codes that are in a set, and those that may be, with a question mark.
fn members(definitions: &Definitions, system: &str, codes: &[&str]) -> String {
    let set = Terms::new(definitions).set(definitions, SET);
    let told = codes
        .iter()
        .filter_map(|code| match set.contains(&coded(system, code)) {
            Membership::Member => Some((*code).to_owned()),
            Membership::Undecidable => Some(format!("{code}?")),
            Membership::NotMember => None,
        });
    told.collect::<Vec<_>>().join(" ")
}

/// Those of the system's codes, and of one that it has not, that a compose takes.
fn composed(compose: &Value) -> String {
    let definitions = definitions(vec![system(), set(SET, compose)]);
    members(&definitions, SYSTEM, &["a", "b", "c", "d", "x"])
}
