//! Filters, each operator over each kind of property.

use serde_json::json;

use super::{SYSTEM, composed};

#[test]
fn a_filter_keeps_what_its_operator_says() {
    let cases = [
        ("concept", "is-a", "b", "b c d"),
        ("concept", "is-a", "x", ""),
        ("concept", "descendent-of", "b", "c d"),
        ("concept", "is-not-a", "b", "a"),
        ("concept", "generalizes", "c", "a b c"),
        ("code", "generalizes", "d", "a b d"),
        ("concept", "=", "d", "d"),
        ("concept", "in", "a, d", "a d"),
        ("concept", "not-in", "a,d", "b c"),
        ("code", "regex", "[ab]", "a b"),
        ("code", "regex", "[a", "a? b? c? d?"),
        ("display", "=", "First", "a"),
        ("display", "regex", "F.*", "a"),
        ("parent", "=", "b", "c d"),
        ("parent", "exists", "false", "a"),
        ("child", "=", "c", "b"),
        ("child", "exists", "true", "a b"),
        ("colour", "=", "red", "b d"),
        ("colour", "in", "red,blue", "b c d"),
        ("colour", "not-in", "red", "a c"),
        ("colour", "regex", "r.d", "b d"),
        ("colour", "regex", "e", ""),
        ("colour", "exists", "true", "b c d"),
        ("colour", "is-a", "red", "a? b? c? d?"),
        ("old", "=", "true", "c"),
        ("unused", "exists", "false", "a b c d"),
        ("nowhere", "=", "1", "a? b? c? d?"),
    ];
    for (property, operator, value, kept) in cases {
        let filter = json!({"property": property, "op": operator, "value": value});
        let compose = json!({"include": [{"system": SYSTEM, "filter": [filter]}]});
        assert_eq!(composed(&compose), kept, "{property} {operator} {value}");
    }
}

#[test]
fn all_filters_must_keep_a_code() {
    let filters = json!([
        {"property": "concept", "op": "is-a", "value": "b"},
        {"property": "colour", "op": "=", "value": "red"}
    ]);
    let compose = json!({"include": [{"system": SYSTEM, "filter": filters}]});
    assert_eq!(composed(&compose), "b d");
}
