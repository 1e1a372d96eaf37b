//! Value sets: includes, excludes, nesting, versions, expansions.

use serde_json::{Value, json};

use super::super::{Coded, Membership, Terms};
use super::{SET, SYSTEM, composed, definitions, members, set, system};

const INNER: &str = "http://a.example/inner";

fn listed(codes: &[&str]) -> Value {
    let concepts: Vec<Value> = codes.iter().map(|code| json!({"code": code})).collect();
    json!({"system": SYSTEM, "concept": concepts})
}

#[test]
fn includes_are_united_and_excludes_taken_away() {
    let all = json!({"system": SYSTEM});
    let unknown = json!({"valueSet": ["http://a.example/nowhere"]});
    let cases = [
        (json!({"include": [all]}), "a b c d"),
        (json!({"include": [listed(&["a"]), listed(&["d"])]}), "a d"),
        (
            json!({"include": [all], "exclude": [listed(&["a"])]}),
            "b c d",
        ),
        (
            json!({"include": [listed(&["a", "b"])], "exclude": [all]}),
            "",
        ),
        (json!({"include": [listed(&["a"]), all]}), "a b c d"),
        (
            json!({"include": [{"system": SYSTEM, "version": "*"}]}),
            "a b c d",
        ),
        (json!({"include": [unknown]}), "a? b? c? d? x?"),
        (json!({"include": [listed(&["a"]), unknown]}), "a b? c? d?"),
        (
            json!({"include": [all], "exclude": [unknown]}),
            "a? b? c? d?",
        ),
        (json!({"include": [unknown], "exclude": [all]}), ""),
    ];
    for (compose, kept) in cases {
        assert_eq!(composed(&compose), kept, "{compose}");
    }
}

#[test]
fn value_sets_named_together_are_intersected() {
    let inner = set(INNER, &json!({"include": [listed(&["b", "c", "x"])]}));
    let cases = [
        (json!({"valueSet": [INNER]}), "b c x"),
        (json!({"valueSet": [INNER], "system": SYSTEM}), "b c"),
        (
            json!({"valueSet": [INNER, "http://a.example/nowhere"]}),
            "b? c?",
        ),
        (
            json!({"valueSet": [INNER], "system": SYSTEM,
                "filter": [{"property": "concept", "op": "is-a", "value": "c"}]}),
            "c",
        ),
    ];
    for (include, kept) in cases {
        let outer = set(SET, &json!({"include": [include]}));
        let definitions = definitions(vec![system(), inner.clone(), outer]);
        let found = members(&definitions, SYSTEM, &["a", "b", "c", "d", "x"]);
        assert_eq!(found, kept, "{include}");
    }
}

#[test]
fn what_is_nested_in_itself_is_undecidable_and_ends() {
    let again = json!({"include": [{"valueSet": [SET]}, listed(&["a"])]});
    assert_eq!(composed(&again), "a b? c? d?");
}

#[test]
fn an_undecidable_answer_has_its_reason() {
    let cases = [
        (
            json!({"valueSet": ["http://a.example/nowhere"]}),
            "the value set http://a.example/nowhere is not loaded",
        ),
        (
            json!({"system": "http://a.example/other"}),
            "the code system http://a.example/other is not loaded",
        ),
        (
            json!({"system": SYSTEM, "version": "2"}),
            "of the code system http://a.example/system another version is loaded",
        ),
        (
            json!({"system": "http://snomed.info/sct", "filter": [{"property": "concept", "op": "is-a", "value": "1"}]}),
            "the concepts of the code system http://snomed.info/sct are not loaded",
        ),
        (
            json!({"system": SYSTEM, "filter": [{"property": "size", "op": "=", "value": "1"}]}),
            "the filter size = cannot be decided from what is loaded of the code system http://a.example/system",
        ),
    ];
    for (include, reason) in cases {
        let url = include["system"].as_str().map(str::to_owned);
        let definitions = definitions(vec![system(), set(SET, &json!({"include": [include]}))]);
        let set = Terms::new(&definitions).set(&definitions, SET);
        assert_eq!(set.why_undecidable(url.as_deref()), Some(reason));
        assert!(!set.is_closed());
    }
}

#[test]
fn a_code_of_another_version_than_the_set_means_is_undecidable() {
    let include = json!({"system": SYSTEM, "version": "1", "concept": [{"code": "a"}]});
    let definitions = definitions(vec![system(), set(SET, &json!({"include": [include]}))]);
    let set = Terms::new(&definitions).set(&definitions, SET);
    let cases = [
        (None, "a", Membership::Member),
        (Some("1"), "a", Membership::Member),
        (Some("2"), "a", Membership::Undecidable),
        (Some("2"), "b", Membership::NotMember),
    ];
    for (version, code, found) in cases {
        let code = Coded {
            system: Some(SYSTEM),
            version,
            code,
        };
        assert_eq!(set.contains(&code), found, "{code:?}");
    }
}

#[test]
fn an_expansion_stands_for_what_cannot_be_expanded_here() {
    let contains = json!([{"system": SYSTEM, "code": "a", "abstract": true,
        "contains": [{"system": SYSTEM, "code": "b"}]}]);
    let open = json!({"include": [{"system": "http://a.example/other"}]});
    let cases = [
        (json!({"contains": contains}), json!(null), "b"),
        (json!({"contains": contains}), open, "b"),
        (
            json!({"contains": contains}),
            json!({"include": [listed(&["c"])]}),
            "c",
        ),
        (
            json!({"contains": contains, "total": 3}),
            json!(null),
            "a? b? c? d?",
        ),
        (json!(null), json!(null), "a? b? c? d?"),
    ];
    for (expansion, compose, kept) in cases {
        let mut outer = set(SET, &compose);
        outer["expansion"] = expansion;
        let definitions = definitions(vec![system(), outer.clone()]);
        let found = members(&definitions, SYSTEM, &["a", "b", "c", "d"]);
        assert_eq!(found, kept, "{outer}");
    }
}

#[test]
fn r4s_own_sets_over_grammars_are_closed() {
    let definitions = definitions(Vec::new());
    let terms = Terms::new(&definitions);
    for name in [
        "mimetypes",
        "all-languages",
        "currencies",
        "ucum-units",
        "observation-status",
    ] {
        let url = format!("http://hl7.org/fhir/ValueSet/{name}");
        assert!(terms.set(&definitions, &url).is_closed(), "{name}");
    }
}
