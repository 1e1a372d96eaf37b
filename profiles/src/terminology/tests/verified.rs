//! Value sets that nobody can expand are refused when they are installed.

use serde_json::{Value, json};

use super::super::verify;
use super::{SET, SYSTEM, definitions, set, system};
use crate::definitions::InstallError;

const OTHER: &str = "http://a.example/other";

/// Why a set of that compose is refused, beside one that includes it.
fn refusal(compose: &Value) -> Option<String> {
    let own = set(SET, compose);
    let other = set(OTHER, &json!({"include": [{"valueSet": [SET]}]}));
    let definitions = definitions(vec![system(), own.clone(), other]);
    match verify(&definitions, &own) {
        Err(InstallError::ValueSet { url, what }) if url == SET => Some(what),
        Err(other) => panic!("{other}"),
        Ok(()) => None,
    }
}

#[test]
fn a_broken_value_set_is_refused_with_the_reason() {
    let filter = |filter: Value| json!({"include": [{"system": SYSTEM, "filter": [filter]}]});
    let cases = [
        (json!({"include": [{}]}), "vsd-1"),
        (
            json!({"include": [{"system": SYSTEM}], "exclude": [{"version": "1"}]}),
            "vsd-1",
        ),
        (
            json!({"include": [{"valueSet": [OTHER], "concept": [{"code": "a"}]}]}),
            "vsd-2",
        ),
        (
            json!({"include": [{"system": SYSTEM, "concept": [{"code": "a"}], "filter": []}]}),
            "vsd-3",
        ),
        (
            filter(json!({"property": "concept", "op": "child-of", "value": "a"})),
            "child-of",
        ),
        (
            filter(json!({"property": "concept", "op": "is-a"})),
            "lacks",
        ),
        (json!({"include": [{"valueSet": [SET]}]}), "in itself"),
        (
            json!({"include": [{"valueSet": [format!("{OTHER}|1")]}]}),
            "in itself",
        ),
    ];
    for (compose, said) in cases {
        let found = refusal(&compose).unwrap_or_default();
        assert!(found.contains(said), "{compose}: {found}");
    }
}

#[test]
fn what_is_not_loaded_is_no_reason_to_refuse() {
    let cases = [
        json!({"include": [{"system": "http://a.example/nowhere"}]}),
        json!({"include": [{"valueSet": ["http://a.example/nowhere"]}]}),
        json!({"include": [{"system": SYSTEM,
            "filter": [{"property": "size", "op": "generalizes", "value": "a"}]}]}),
        json!(null),
    ];
    for compose in cases {
        assert_eq!(refusal(&compose), None, "{compose}");
    }
}

#[test]
fn many_ways_to_the_same_set_are_walked_once() {
    let url = |level: usize| format!("http://a.example/{level}");
    let twice = |level: usize| {
        let below = [url(level + 1), url(level + 1)];
        let include = below.map(|url| json!({"valueSet": [url]}));
        set(&url(level), &json!({"include": include}))
    };
    let sets: Vec<Value> = (0..15).map(twice).collect();
    let first = sets[0].clone();
    assert!(verify(&definitions(sets), &first).is_ok());
}
