//! Bodies that cannot be read, through the whole check.

use caseway_proto::Severity;
use serde_json::json;

use super::{BUNDLE, R4, ask, bundle, checked};

#[track_caller]
fn fatal(body: &[u8], rule: &str) {
    let checked = R4.check(body, &ask(None));
    let found: Vec<&str> = checked
        .issues
        .iter()
        .map(|issue| issue.rule.as_str())
        .collect();
    assert_eq!(found, [rule]);
    assert_eq!(checked.issues[0].severity, Severity::Fatal);
    assert!(checked.issues[0].line.is_some() && checked.issues[0].column.is_some());
    assert!(checked.fatal() && checked.rejects());
}

#[test]
fn what_is_no_bundle_of_fhir_is_refused_as_such() {
    fatal(b"[]", "not-fhir");
    fatal(b"{}", "not-fhir");
    fatal(b"1", "not-fhir");
    fatal(b"<Bundle/>", "not-json");
    fatal(br#"{"resourceType":"Bundel"}"#, "resource-type-unknown");
    fatal(br#"{"resourceType":"Patient"}"#, "not-a-bundle");
}

#[test]
fn bodies_that_cannot_be_read_are_fatal() {
    let whole = serde_json::to_vec(&bundle()).unwrap();
    fatal(&whole[..whole.len() / 2], "json-truncated");
    fatal(&[whole.as_slice(), b"x"].concat(), "json-trailing");
    fatal(&[b"\xef\xbb\xbf".as_slice(), &whole].concat(), "json-bom");
    fatal(&b"[".repeat(10_000), "json-depth");
}

#[test]
fn every_truncation_of_a_report_is_refused_without_panic() {
    let whole = serde_json::to_vec(&bundle()).unwrap();
    for end in 0..whole.len() {
        assert!(R4.check(&whole[..end], &ask(None)).fatal(), "{end}");
    }
}

#[test]
fn a_report_that_names_no_profile_is_told_which_it_could_name() {
    let tree = bundle();
    let missing = checked(&R4, &tree, None).issues;
    assert_eq!(missing[0].rule, "profile-missing");
    let mut tree = tree;
    tree["meta"] = json!({"profile": ["http://nobody.example/profile"]});
    assert_eq!(checked(&R4, &tree, None).issues[0].rule, "profile-unknown");
    let asked = checked(&R4, &tree, Some(BUNDLE));
    assert!(!asked.rejects());
    assert_eq!(asked.issues[0].rule, "profile-unknown");
}

#[test]
fn the_head_of_a_rejected_report_is_read() {
    let mut tree = bundle();
    tree["identifier"] = json!({"system": "urn:a", "value": "b"});
    let checked = checked(&R4, &tree, None);
    assert!(checked.rejects());
    let head = checked.head.unwrap();
    assert_eq!(head.submission_key.as_deref(), Some("urn:a|b"));
    assert_eq!(head.report_key.as_deref(), Some("urn:a|b"));
    assert!(head.identity.is_some());
}
