//! Codes against their code systems, and what a value set's refusal does to an installation.

use caseway_proto::Severity;
use serde_json::{Value, json};

use super::{BUNDLE, R4, ask, checked, observation};
use crate::{Ask, Catalogue, InstallError, STRICT, Settings};

const SYSTEM: &str = "http://a.example/system";
const CODING: &str = "Bundle.entry[1].resource.code.coding[0]";

/// R4 with a complete system, a supplement to it, a value set, and a fragment.
fn catalogue() -> Catalogue {
    let mut catalogue = Catalogue::new(Settings::default()).unwrap();
    let more = json!([
        {"resourceType": "CodeSystem", "url": SYSTEM, "version": "1", "content": "complete",
            "language": "en", "concept": [{"code": "a", "display": "First",
                "designation": [{"language": "nb", "value": "Første"}]}]},
        {"resourceType": "CodeSystem", "url": "http://a.example/more", "content": "supplement",
            "supplements": SYSTEM, "concept": [{"code": "a"}]},
        {"resourceType": "CodeSystem", "url": "http://a.example/part", "content": "fragment",
            "concept": [{"code": "a"}]},
        {"resourceType": "ValueSet", "url": "http://a.example/set",
            "compose": {"include": [{"system": SYSTEM}]}},
    ]);
    catalogue.define(more.as_array().unwrap()).unwrap();
    catalogue
}

/// What is said of the small Bundle with its Observation changed: severity, rule, place.
fn found(catalogue: &Catalogue, change: impl FnOnce(&mut Value)) -> Vec<(String, String, String)> {
    let issues = checked(catalogue, &observation(change), Some(BUNDLE)).issues;
    let told = issues.into_iter().map(|issue| {
        let severity = issue.severity.as_str().to_owned();
        (severity, issue.rule, issue.expression.unwrap_or_default())
    });
    told.collect()
}

/// Asserts what is said of the one coding: severity, rule and which part of it.
#[track_caller]
fn coding_is(coding: &Value, wanted: Option<[&str; 3]>) {
    let found = found(&catalogue(), |it| it["code"]["coding"][0] = coding.clone());
    let wanted = wanted.map(|[severity, rule, part]| {
        let place = format!("{CODING}.{part}");
        (severity.to_owned(), rule.to_owned(), place)
    });
    assert_eq!(found, Vec::from_iter(wanted), "{coding}");
}

#[test]
fn a_code_is_held_against_its_code_system() {
    let none = Some(["error", "code-not-in-system", "code"]);
    let other = Some(["warning", "code-system-version-unknown", "version"]);
    for (system, version, code, wanted) in [
        (SYSTEM, "1", "a", None),
        (SYSTEM, "1", "x", none),
        (SYSTEM, "2", "a", other),
        (SYSTEM, "2", "x", other),
        ("http://a.example/part", "1", "x", None),
        ("http://loinc.org", "2.78", "21889-1", None),
        ("http://loinc.org", "2.78", "21889-2", none),
        ("http://snomed.info/sct", "1", "24028007", None),
        ("http://snomed.info/sct", "1", "24028008", none),
    ] {
        let coding = json!({"system": system, "version": version, "code": code});
        coding_is(&coding, wanted);
    }
}

#[test]
fn a_system_must_be_a_code_system() {
    for (system, wanted) in [
        (SYSTEM, None),
        (
            "http://a.example/nowhere",
            Some(["warning", "code-system-unknown", "system"]),
        ),
        (
            "http://a.example/more",
            Some(["error", "code-system-is-supplement", "system"]),
        ),
        (
            "http://a.example/set",
            Some(["error", "code-system-is-value-set", "system"]),
        ),
        ("system", Some(["error", "code-system-relative", "system"])),
    ] {
        coding_is(&json!({"system": system, "code": "a"}), wanted);
    }
    coding_is(&json!({"system": SYSTEM}), None);
    coding_is(&json!({"code": "x"}), None);
}

#[test]
fn an_unknown_code_system_is_told_once() {
    let found = found(&R4, |it| {
        let coding = json!({"system": "http://a.example/nowhere", "code": "x"});
        it["code"]["coding"] = json!([coding, coding]);
        it["valueQuantity"]["system"] = json!("http://a.example/nowhere");
    });
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn a_wrong_display_is_a_warning() {
    let cases = [
        ("First", None, true),
        (" fIRST", None, true),
        ("Første", None, true),
        ("Første", Some("nb"), true),
        ("Første", Some("en"), false),
        ("Second", None, false),
    ];
    let catalogue = catalogue();
    for (display, language, right) in cases {
        let found = found(&catalogue, |it| {
            it["code"]["coding"][0] = json!({"system": SYSTEM, "code": "a", "display": display});
            if let Some(language) = language {
                it["language"] = json!(language);
            }
        });
        let place = format!("{CODING}.display");
        let wanted = ("warning".to_owned(), "display-wrong".to_owned(), place);
        assert_eq!(
            found,
            if right { vec![] } else { vec![wanted] },
            "{display} {language:?}"
        );
    }
}

#[test]
fn a_unit_is_held_against_ucum() {
    let named = |it: &mut Value| it["valueQuantity"]["code"] = json!("millimetre");
    let place = "Bundle.entry[1].resource.value.ofType(Quantity).code";
    let wanted = |severity: &str| {
        let rule = "unit-not-in-system".to_owned();
        [(severity.to_owned(), rule, place.to_owned())]
    };
    assert_eq!(found(&R4, named), wanted("warning"));
    let body = serde_json::to_vec(&observation(named)).unwrap();
    let ask = Ask {
        refuse: &STRICT,
        ..ask(Some(BUNDLE))
    };
    let strictly = R4.check(&body, &ask).issues.pop().unwrap();
    assert_eq!(
        strictly.severity,
        Severity::Error,
        "who writes it is refused"
    );
}

#[test]
fn a_language_must_be_one_though_its_binding_leaves_a_choice() {
    for (language, right) in [
        ("nb", true),
        ("en-GB", true),
        ("xx", true),
        ("norsk", false),
    ] {
        let found = found(&R4, |it| it["language"] = json!(language));
        let refused = found.iter().any(|(_, rule, place)| {
            rule == "code-not-in-value-set" && place == "Bundle.entry[1].resource.language"
        });
        assert_eq!(refused, !right, "{language} {found:?}");
    }
}

#[test]
fn a_broken_value_set_is_not_installed() {
    let broken = json!({"resourceType": "ValueSet", "url": "http://a.example/broken",
        "compose": {"include": [{"version": "1"}]}});
    let refused = Catalogue::new(Settings::default())
        .unwrap()
        .define(&[broken]);
    assert!(
        matches!(refused, Err(InstallError::ValueSet { .. })),
        "{refused:?}"
    );
}

#[test]
fn every_value_set_of_r4_can_be_expanded_by_somebody() {
    let definitions = &R4.library.definitions;
    let mut sets = 0;
    for set in definitions.value_sets() {
        crate::terminology::verify(definitions, &set).unwrap();
        sets += 1;
    }
    assert!(sets > 1000, "{sets}");
}
