//! The rules are whole, and the checker breaks and keeps their examples.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use caseway_proto::{Issue, RegistryId, Severity, Syntax};

use super::sentence::pieces;
use super::{Example, Language, Rule, Rules};
use crate::registry::builtin;
use crate::{Ask, Catalogue, Settings};

/// R4, a registry, and the profile of the examples.
static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let mut catalogue = Catalogue::new(Settings::default()).unwrap();
    let tables = builtin().unwrap();
    let breast = tables.registry("breast").unwrap();
    catalogue.install_tables([breast], &tables.spine).unwrap();
    let profiles = include_str!("../../rules/example.json");
    catalogue
        .define(&serde_json::from_str::<Vec<_>>(profiles).unwrap())
        .unwrap();
    catalogue
});

fn rules() -> &'static Rules {
    CATALOGUE.rules()
}

#[test]
fn each_rule_stands_once_and_says_something_in_both_languages() {
    let mut seen = BTreeSet::new();
    for rule in rules().iter() {
        let id = &rule.id;
        assert!(seen.insert(id), "{id} stands twice");
        assert!(rule.means.ends_with('.'), "{id} does not say what it means");
        assert!(!rule.sentences.is_empty(), "{id} says nothing");
        for sentence in &rule.sentences {
            assert!(
                sentence.en.ends_with('.') && sentence.nb.ends_with('.'),
                "{id}"
            );
            assert_ne!(sentence.en, sentence.nb, "{id} is not said in Norwegian");
            let blanks = |text| {
                pieces(text)
                    .filter_map(|(_, blank)| blank)
                    .collect::<BTreeSet<_>>()
            };
            assert_eq!(blanks(&sentence.en), blanks(&sentence.nb), "{id}");
        }
    }
}

#[test]
fn a_fatal_rule_is_firm() {
    let fatal = rules()
        .iter()
        .filter(|rule| rule.severity == Severity::Fatal);
    let soft: Vec<&str> = fatal
        .filter(|rule| !rule.firm)
        .map(|rule| &*rule.id)
        .collect();
    assert!(soft.is_empty(), "{soft:?}");
}

/// What is found in a body of an example.
fn found(example: &Example, body: &str) -> Vec<Issue> {
    let xml = example.kept.starts_with('<');
    let breast = RegistryId("breast".to_owned());
    let ask = |profile| Ask {
        syntax: if xml { Syntax::Xml } else { Syntax::Json },
        registry: example.registry.then_some(&breast),
        default_registry: example.registry.then_some(&breast),
        profile,
        received_at: "2026-03-01T12:00:00Z".parse().unwrap(),
        allow_synthetic: true,
        refuse: &[],
    };
    let own = own_type(&example.kept)
        .map(|kind| format!("http://hl7.org/fhir/StructureDefinition/{kind}"));
    let profile = example.profile.clone().or(own);
    CATALOGUE
        .check(body.as_bytes(), &ask(profile.as_deref()))
        .issues
}

/// The resource type of a body, read without the reader under test.
fn own_type(body: &str) -> Option<String> {
    if let Some(start) = body.find("resourceType\": \"") {
        let rest = &body[start + 16..];
        return Some(rest[..rest.find('"')?].to_owned());
    }
    ["Patient", "Bundle"]
        .into_iter()
        .find(|kind| body.contains(&format!("<{kind} ")))
        .map(str::to_owned)
}

#[test]
fn the_checker_breaks_and_keeps_the_examples() {
    let mut faults = Vec::new();
    for rule in rules().iter() {
        let Some(example) = &rule.example else {
            continue;
        };
        let broken = found(example, &example.broken);
        match broken.iter().find(|issue| issue.rule == rule.id) {
            None => faults.push(format!("{}: not broken, but {broken:#?}", rule.id)),
            Some(issue) if issue.code != rule.code => {
                faults.push(format!("{}: {:?}", rule.id, issue.code));
            }
            Some(issue) if rule.id != "profile-unknown" && issue.severity != rule.severity => {
                faults.push(format!("{}: {:?}", rule.id, issue.severity));
            }
            Some(issue) => {
                let said = rules()
                    .voice(Language::Norwegian)
                    .say(&rule.id, &issue.message);
                if *said == *issue.message {
                    faults.push(format!("{}: not in Norwegian: {said}", rule.id));
                }
                assert!(
                    issue.line.is_some() && issue.column.is_some(),
                    "{}",
                    rule.id
                );
            }
        }
        let kept = found(example, &example.kept);
        let wrong = |issue: &&Issue| issue.severity.rejects() || issue.rule == rule.id;
        if let Some(issue) = kept.iter().find(wrong) {
            faults.push(format!("{}: kept, but {issue:#?}", rule.id));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn hl7s_message_is_that_of_the_sentence_or_else_of_the_rule() {
    let hl7 = |rule: &str| {
        let example = rules()
            .find(rule)
            .and_then(|rule| rule.example.as_ref())
            .unwrap();
        let issues = found(example, &example.broken);
        issues
            .into_iter()
            .find(|issue| issue.rule == rule)
            .unwrap()
            .hl7
    };
    let id = |text: &str| Some(text.to_owned());
    assert_eq!(hl7("txt-1"), id("XHTML_XHTML_Element_Illegal"));
    assert_eq!(hl7("element-missing"), id("Validation_VAL_Profile_Minimum"));
    assert_eq!(hl7("json-nul"), None);
}

#[test]
fn a_sentence_of_no_rule_is_said_as_it_stands() {
    let voice = rules().voice(Language::Norwegian);
    assert_eq!(voice.say("elsewhere-1", "Something."), "Something.");
    assert_eq!(voice.say("json-nul", "Something."), "Something.");
    let english = rules().voice(Language::English);
    let said = &rules().find("json-nul").unwrap().sentences[0].en;
    assert_eq!(english.say("json-nul", said), said.as_str());
}

/// Every constraint of R4's own definitions, as (key, what it says).
fn constraints() -> BTreeSet<(String, String)> {
    const BASE: &str = "http://hl7.org/fhir/StructureDefinition/";
    let definitions = &CATALOGUE.library.definitions;
    let mut found = BTreeSet::new();
    for name in definitions.names(BASE) {
        let definition = definitions.structure(&format!("{BASE}{name}")).unwrap();
        let elements = definition["snapshot"]["element"]
            .as_array()
            .into_iter()
            .flatten();
        for each in elements
            .filter_map(|element| element["constraint"].as_array())
            .flatten()
        {
            let text = |key: &str| each[key].as_str().unwrap_or_default().to_owned();
            found.insert((text("key"), text("human").trim_end_matches('.').to_owned()));
        }
    }
    found
}

#[test]
fn the_invariants_are_said_in_fhirs_own_words() {
    let constraints = constraints();
    let of_fhir = rules()
        .iter()
        .filter(|rule| rule.means.starts_with("FHIR R4 asks this of "));
    let mut seen = 0;
    for rule in of_fhir {
        let mut own = constraints.iter().filter(|(key, _)| *key == rule.id);
        let said = own.any(|(_, human)| rule.sentence(&format!("{human}.")).is_some());
        assert!(said, "{} is not what R4 says", rule.id);
        seen += 1;
    }
    assert!(seen > 200, "{seen}");
}

#[test]
fn every_rule_of_the_checker_has_an_example_or_says_why_there_is_none() {
    let of_doors = rules()
        .iter()
        .take_while(|rule| rule.id != "body-length")
        .count();
    let rules = rules().iter().skip(of_doors);
    // A case rule has examples of its own.
    let rules = rules.filter(|rule| rule.case.is_none());
    let fault = |rule: &&Rule| rule.example.is_some() == rule.no_example.is_some();
    let faults: Vec<&str> = rules.filter(fault).map(|rule| &*rule.id).collect();
    assert!(faults.is_empty(), "{faults:?}");
}

#[test]
fn every_invariant_of_fhir_is_said() {
    for (key, human) in constraints() {
        let rule = rules().find(&key);
        let said = rule.is_some_and(|rule| rule.sentence(&format!("{human}.")).is_some());
        // Told as what is wrong with the narrative, and not in FHIR's words.
        let narrative = ["txt-1", "txt-2"].contains(&&*key);
        assert!(said || narrative, "{key}: {human}");
    }
}
