//! Code systems: content, letter case, versions, supplements, names.

use serde_json::{Value, json};

use super::super::{Membership, Terms};
use super::{SET, SYSTEM, definitions, members, set, system};

fn changed(change: impl FnOnce(&mut Value)) -> Value {
    let mut system = system();
    change(&mut system);
    system
}

#[test]
fn what_follows_depends_on_how_much_is_loaded() {
    let cases = [
        ("complete", "a b c d", "b c d"),
        ("fragment", "a b c d x?", "a? b c d x?"),
        ("example", "a b c d x?", "a? b c d x?"),
        ("not-present", "a b c d x?", "a? b? c? d? x?"),
    ];
    for (content, whole, below) in cases {
        let filter = json!([{"property": "concept", "op": "is-a", "value": "b"}]);
        let all = json!({"include": [{"system": SYSTEM}]});
        let some = json!({"include": [{"system": SYSTEM, "filter": filter}]});
        for (compose, kept) in [(all, whole), (some, below)] {
            let system = changed(|system| system["content"] = content.into());
            let definitions = definitions(vec![system, set(SET, &compose)]);
            let found = members(&definitions, SYSTEM, &["a", "b", "c", "d", "x"]);
            assert_eq!(found, kept, "{content} {compose}");
        }
    }
}

#[test]
fn letter_case_matters_unless_the_system_says_not() {
    for (sensitive, kept) in [(true, "a"), (false, "a A")] {
        let system = changed(|system| system["caseSensitive"] = sensitive.into());
        let compose = json!({"include": [{"system": SYSTEM, "concept": [{"code": "a"}]}]});
        let definitions = definitions(vec![system, set(SET, &compose)]);
        assert_eq!(members(&definitions, SYSTEM, &["a", "A", "B"]), kept);
    }
}

#[test]
fn a_version_is_the_same_or_an_edition_of_it() {
    let cases = [
        ("1", "1", true),
        ("1", "2", false),
        (
            "http://snomed.info/sct/51000202101",
            "http://snomed.info/sct/51000202101/version/20260415",
            true,
        ),
        (
            "http://snomed.info/sct/51000202101",
            "http://snomed.info/sct/900000000000207008",
            false,
        ),
    ];
    for (own, sent, same) in cases {
        let definitions = definitions(vec![changed(|system| system["version"] = own.into())]);
        let terms = Terms::new(&definitions);
        let system = terms.system(&definitions, SYSTEM).unwrap();
        assert_eq!(system.is_version(sent), same, "{own} {sent}");
    }
}

#[test]
fn a_code_may_be_called_by_any_name_of_the_language() {
    let supplement = json!({
        "resourceType": "CodeSystem", "url": "http://a.example/more", "content": "supplement",
        "supplements": format!("{SYSTEM}|1"),
        "concept": [
            {"code": "a", "designation": [{"language": "nb", "value": "Første"}]},
            {"code": "b", "designation": [{"language": "nb", "value": "Andre"}]},
        ]
    });
    let english = changed(|system| system["language"] = "en".into());
    let definitions = definitions(vec![english, supplement]);
    let terms = Terms::new(&definitions);
    let system = terms.system(&definitions, SYSTEM).unwrap();
    let cases = [
        ("a", "First", None, Some(true)),
        ("a", " f irst ", None, Some(true)),
        ("a", "FIRST", Some("en-GB"), Some(true)),
        ("a", "Første", None, Some(true)),
        ("a", "første", Some("nb-NO"), Some(true)),
        ("a", "Første", Some("no"), Some(true)),
        ("a", "Første", Some("en"), Some(false)),
        ("a", "First", Some("nb"), Some(false)),
        ("a", "Second", None, Some(false)),
        ("a", "First", Some("fr"), None),
        ("b", "Anything", Some("en"), None),
        ("c", "Anything", None, None),
        ("x", "Anything", None, None),
    ];
    for (code, display, language, found) in cases {
        assert_eq!(
            system.is_called(code, display, language),
            found,
            "{code} {display} {language:?}"
        );
    }
    let adding = terms.system(&definitions, "http://a.example/more").unwrap();
    assert!(adding.is_supplement());
    assert_eq!(system.has("a"), Membership::Member);
}
