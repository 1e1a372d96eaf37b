//! Whatever anybody writes and sends: no panic, no overflow, an end.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{R4, found_in};
use crate::fhirpath::Probe;

/// Words that expressions are made of.
const WORDS: [&str; 60] = [
    "status",
    "code",
    "value",
    "note",
    "text",
    "component",
    "issued",
    "effective",
    "extension",
    "contained",
    "id",
    "$this",
    "$index",
    "$total",
    "%resource",
    "%context",
    "%ucum",
    "'a'",
    "''",
    "1",
    "0",
    "-1",
    "2147483647",
    "0.000000001",
    "7922816251426433759354395033.5",
    "@2024",
    "@2024-02-29T10:00:00Z",
    "@T10:00",
    "4 days",
    "1 'mg'",
    "true",
    "{}",
    "(",
    ")",
    "[",
    "]",
    ".",
    ",",
    "+",
    "-",
    "*",
    "/",
    "div",
    "mod",
    "&",
    "|",
    "=",
    "!=",
    "~",
    "<",
    "<=",
    "in",
    "contains",
    "and",
    "or",
    "xor",
    "implies",
    "is",
    "as",
    "Quantity",
];

const CALLS: [&str; 46] = [
    "exists()",
    "empty()",
    "count()",
    "not()",
    "first()",
    "last()",
    "tail()",
    "children()",
    "descendants()",
    "distinct()",
    "isDistinct()",
    "toString()",
    "toInteger()",
    "toDecimal()",
    "toQuantity()",
    "toDate()",
    "toDateTime()",
    "toTime()",
    "toBoolean()",
    "abs()",
    "ceiling()",
    "exp()",
    "floor()",
    "ln()",
    "round(3)",
    "sqrt()",
    "truncate()",
    "power(2)",
    "power(0.5)",
    "log(10)",
    "length()",
    "upper()",
    "toChars()",
    "trace('a')",
    "type()",
    "hasValue()",
    "resolve()",
    "memberOf('x')",
    "where($this = 'a')",
    "select($this)",
    "repeat(children())",
    "all($this.exists())",
    "skip(1)",
    "take(2)",
    "substring(1, 2)",
    "indexOf('a')",
];

fn tree() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        "[0-9TZ:+.-]{0,12}".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    let key = prop::sample::select(vec![
        "resourceType",
        "status",
        "_status",
        "code",
        "coding",
        "value",
        "valueQuantity",
        "valueDateTime",
        "_valueString",
        "note",
        "text",
        "component",
        "extension",
        "contained",
        "id",
        "unit",
        "system",
        "æ",
    ]);
    leaf.prop_recursive(4, 32, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(key.clone(), inner, 0..5).prop_map(|members| {
                let members: Map<String, Value> = members
                    .into_iter()
                    .map(|(key, value)| (key.to_owned(), value))
                    .collect();
                Value::Object(members)
            }),
        ]
    })
}

fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        3 => prop::sample::select(WORDS.to_vec()),
        1 => prop::sample::select(CALLS.to_vec()),
    ];
    prop::collection::vec(word, 1..12).prop_map(|words| words.join(" "))
}

/// Expressions that parse: paths with calls, joined by operators.
fn expression() -> impl Strategy<Value = String> {
    let start = prop::sample::select(WORDS[..31].to_vec());
    let steps = prop::collection::vec(prop::sample::select(CALLS.to_vec()), 0..4);
    let path = (start, steps).prop_map(|(start, steps)| {
        steps
            .iter()
            .fold(format!("({start})"), |text, step| format!("{text}.{step}"))
    });
    let operator = prop::sample::select(WORDS[38..57].to_vec());
    (path.clone(), prop::collection::vec((operator, path), 0..3)).prop_map(|(first, rest)| {
        rest.iter().fold(first, |text, (operator, path)| {
            format!("{text} {operator} {path}")
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn no_text_panics_the_parser(text in any::<String>(), words in words()) {
        let _ = Probe::new(&text);
        let _ = Probe::new(&words);
        let _ = Probe::new(&format!("'{text}"));
        let _ = Probe::new(&format!("@{text}"));
    }

    #[test]
    fn no_expression_panics_on_any_tree(expression in expression(), mut tree in tree()) {
        if let Value::Object(members) = &mut tree {
            members.insert("resourceType".to_owned(), json!("Observation"));
        }
        let probe = Probe::new(&expression);
        prop_assert!(probe.is_ok(), "{expression}: {probe:?}");
        let first = probe.as_ref().map(|probe| probe.holds(&R4, &tree));
        prop_assert_eq!(first, probe.as_ref().map(|probe| probe.holds(&R4, &tree)));
        let _ = found_in(&tree, &expression);
    }
}

#[test]
fn an_expression_that_would_never_end_stops() {
    let notes: Vec<Value> = (0..300).map(|n| json!({"text": n.to_string()})).collect();
    let tree = json!({"resourceType": "Observation", "note": notes});
    let probe =
        Probe::new("note.select(%resource.note).select(%resource.note).count() > 0").unwrap();
    assert_eq!(probe.holds(&R4, &tree), None);
}

#[test]
fn a_deep_tree_overflows_no_small_stack() {
    let mut tree = json!({"url": "http://a"});
    for _ in 0..120 {
        tree = json!({"url": "http://a", "extension": [tree]});
    }
    let tree = json!({"resourceType": "Observation", "extension": [tree]});
    let nested = format!("{}true{}", "iif(true, ".repeat(90), ", false)".repeat(90));
    let run = move || {
        for expression in [
            "descendants() = descendants()",
            "descendants() ~ descendants()",
            &nested,
        ] {
            let _ = Probe::new(expression).unwrap().holds(&R4, &tree);
        }
    };
    let small = std::thread::Builder::new().stack_size(2 << 20);
    small.spawn(run).unwrap().join().unwrap();
}
