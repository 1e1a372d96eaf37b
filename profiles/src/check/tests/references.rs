//! References within and out of a Bundle.

use caseway_proto::Severity;
use serde_json::json;

use super::{BUNDLE, R4, bundle, checked, errors, observation, refused};

const SUBJECT: &str = "Bundle.entry[1].resource.subject.reference";

#[test]
fn a_reference_to_nothing_refuses_where_it_is_a_messages_head_that_refers() {
    let gone = "urn:uuid:99999999-9999-4999-8999-999999999999";
    let lost = json!({"resourceType": "Composition", "status": "final",
        "type": {"text": "a"}, "date": "2025-01-31", "title": "a",
        "author": [{"reference": gone}]});
    let mut tree = observation(|it| it["subject"]["reference"] = json!(gone));
    let told = checked(&R4, &tree, Some(BUNDLE)).issues;
    assert_eq!(told[0].rule, "reference-unresolved");
    assert_eq!(
        told[0].severity,
        Severity::Warning,
        "a part may lie elsewhere"
    );
    tree["entry"][0]["resource"] = lost;
    tree["type"] = json!("message");
    let rules: Vec<String> = errors(&tree).into_iter().map(|(rule, _)| rule).collect();
    assert!(
        rules.contains(&"reference-unresolved".to_owned()),
        "{rules:?}"
    );
}

#[test]
fn a_reference_out_of_the_bundle_is_a_warning() {
    let tree = observation(|it| it["subject"]["reference"] = json!("Patient/elsewhere"));
    let checked = checked(&R4, &tree, Some(BUNDLE));
    assert!(!checked.rejects());
    assert_eq!(checked.issues[0].rule, "reference-outside");
}

#[test]
fn a_reference_to_the_wrong_type_is_refused() {
    let own = "urn:uuid:22222222-2222-4222-8222-222222222222";
    let tree = observation(|it| it["subject"]["reference"] = json!(own));
    refused(&tree, "reference-type-wrong", SUBJECT);
}

#[test]
fn relative_and_absolute_references_find_their_entries() {
    let mut tree = bundle();
    tree["entry"][0]["fullUrl"] = json!("http://a.example/fhir/Patient/p");
    tree["entry"][0]["resource"]["id"] = json!("p");
    for reference in [
        "Patient/p",
        "http://a.example/fhir/Patient/p",
        "Patient/p/_history/2",
    ] {
        tree["entry"][1]["resource"]["subject"]["reference"] = json!(reference);
        let checked = checked(&R4, &tree, Some(BUNDLE));
        assert!(checked.issues.is_empty(), "{reference}");
    }
}

#[test]
fn a_reference_finds_what_it_contains() {
    let tree = observation(|it| {
        it["contained"] = json!([{"resourceType": "Patient", "id": "p"}]);
        it["subject"]["reference"] = json!("#p");
    });
    assert_eq!(errors(&tree), []);
}

#[test]
fn what_is_not_there_is_told_once_however_many_refer_to_it() {
    let mut tree = observation(|it| it["subject"]["reference"] = json!("#gone"));
    let other = json!({"reference": "#gone"});
    tree["entry"][1]["resource"]["hasMember"] = json!([other, other, {"reference": "#other"}]);
    let issues = checked(&R4, &tree, Some(BUNDLE)).issues;
    let lost: Vec<&str> = issues
        .iter()
        .filter(|issue| issue.rule == "reference-unresolved")
        .map(|issue| issue.message.as_str())
        .collect();
    assert_eq!(lost.len(), 2, "{lost:?}");
    let counted = lost.iter().filter(|message| message.contains("and 2 more"));
    assert_eq!(counted.count(), 1, "{lost:?}");
}
