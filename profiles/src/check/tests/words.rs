//! What FHIR says in words alone: of Bundles, extensions, attachments and texts.

use caseway_proto::Severity;
use serde_json::{Value, json};

use super::{BUNDLE, R4, ask, bundle, checked, observation};
use crate::STRICT;

const UNDER: &str = "Bundle.entry[1].resource";

/// Asserts that a rule is told at a place, and whether it refuses.
#[track_caller]
fn tells(tree: &Value, rule: &str, place: &str, severity: Severity) {
    let issues = checked(&R4, tree, Some(BUNDLE)).issues;
    let told = issues.iter().find(|issue| issue.rule == rule);
    let told = told.map(|issue| (issue.expression.clone(), issue.severity));
    assert_eq!(
        told,
        Some((Some(place.to_owned()), severity)),
        "{rule}: {issues:?}"
    );
}

/// The small Bundle with its Observation's entry changed.
fn entry(change: impl FnOnce(&mut Value)) -> Value {
    let mut tree = bundle();
    change(&mut tree["entry"][1]);
    tree
}

#[test]
fn entries_are_called_by_absolute_urls_that_agree_with_their_ids() {
    let named = |url: &str, id: &str| {
        entry(|entry| {
            entry["fullUrl"] = json!(url);
            entry["resource"]["id"] = json!(id);
        })
    };
    let at = "Bundle.entry[1].fullUrl";
    let unnamed = entry(|entry| drop(entry.as_object_mut().unwrap().remove("fullUrl")));
    let error = Severity::Error;
    tells(&unnamed, "full-url-missing", "Bundle.entry[1]", error);
    tells(&named("Observation/1", "1"), "full-url-relative", at, error);
    for wrong in ["http://a/Observation/2", "https://a/Patient/1"] {
        tells(&named(wrong, "1"), "full-url-id", at, error);
    }
    for right in ["http://a/Observation/1", "http://a/obs/1", "urn:oid:1.2.3"] {
        let issues = checked(&R4, &named(right, "1"), Some(BUNDLE)).issues;
        assert_eq!(issues, [], "{right}");
    }
}

#[test]
fn a_search_gives_resources_with_ids_and_each_page_once() {
    let mut tree = bundle();
    tree["type"] = json!("searchset");
    let at = "Bundle.entry[0].resource";
    tells(&tree, "searchset-id-missing", at, Severity::Error);
    let next = json!({"relation": "next", "url": "http://a/b"});
    tree["link"] = json!([next, {"relation": "item", "url": "http://a"}, next]);
    tells(&tree, "link-twice", "Bundle.link[2]", Severity::Error);
}

/// A document whose Composition has that author.
fn document(author: &str) -> Value {
    let mut tree = bundle();
    let composition = json!({
        "resourceType": "Composition", "status": "final", "type": {"text": "a"},
        "date": "2025-01-31", "title": "a", "author": [{"reference": author}],
    });
    let url = "urn:uuid:33333333-3333-4333-8333-333333333333";
    let head = json!({"fullUrl": url, "resource": composition});
    tree["entry"].as_array_mut().unwrap().insert(0, head);
    tree["type"] = json!("document");
    tree["timestamp"] = json!("2025-01-31T10:00:00Z");
    tree["identifier"] = json!({"system": "urn:a", "value": "b"});
    tree["entry"][1]["resource"]["id"] = json!("1");
    tree
}

#[test]
fn a_document_holds_what_its_composition_refers_to_and_nothing_else() {
    let whole = document("urn:uuid:11111111-1111-4111-8111-111111111111");
    let stranger = "Bundle.entry[2]";
    let warning = Severity::Warning;
    tells(&whole, "document-entry-unreachable", stranger, warning);
    let at = "Bundle.entry[0].resource.author[0].reference";
    let out = document("http://a/Patient/9");
    tells(&out, "document-incomplete", at, Severity::Error);
    let relative = document("Patient/1");
    tells(&relative, "document-reference-relative", at, warning);
}

#[test]
fn what_a_provenance_is_about_brings_it_along() {
    let mut tree = document("urn:uuid:11111111-1111-4111-8111-111111111111");
    let about = "urn:uuid:11111111-1111-4111-8111-111111111111";
    tree["entry"][2]["resource"] = json!({
        "resourceType": "Provenance", "target": [{"reference": about}],
        "recorded": "2025-01-31T10:00:00Z", "agent": [{"who": {"display": "a"}}],
    });
    let issues = checked(&R4, &tree, Some(BUNDLE)).issues;
    let stranger = |rule: &str| rule == "document-entry-unreachable";
    assert!(
        !issues.iter().any(|issue| stranger(&issue.rule)),
        "{issues:?}"
    );
}

/// The small Bundle with an extension of a URL on its Observation.
fn extended(member: &str, url: &str) -> Value {
    observation(|it| it[member] = json!([{"url": url, "valueString": "a"}]))
}

#[test]
fn an_extension_nobody_defined_is_told_once_and_a_modifier_refuses() {
    let strange = extended("extension", "http://strange.no/a");
    let at = format!("{UNDER}.extension[0]");
    tells(&strange, "extension-undefined", &at, Severity::Warning);
    let modifier = extended("modifierExtension", "http://strange.no/a");
    let at = format!("{UNDER}.modifierExtension[0]");
    let error = Severity::Error;
    tells(&modifier, "modifier-extension-undefined", &at, error);
    for taken in [
        "http://example.org/a",
        "http://hl7.org/fhir/5.0/StructureDefinition/extension-Observation.bodyStructure",
    ] {
        let issues = checked(&R4, &extended("extension", taken), Some(BUNDLE)).issues;
        assert_eq!(issues, [], "{taken}");
    }
}

#[test]
fn an_extension_is_used_where_its_definition_allows() {
    let url = "http://hl7.org/fhir/StructureDefinition/patient-birthPlace";
    let place = json!([{"url": url, "valueAddress": {"text": "a"}}]);
    let mut tree = bundle();
    tree["entry"][0]["resource"]["extension"] = place.clone();
    assert_eq!(checked(&R4, &tree, Some(BUNDLE)).issues, []);
    let wrong = observation(|it| it["extension"] = place);
    let at = format!("{UNDER}.extension[0]");
    tells(&wrong, "extension-context", &at, Severity::Error);
}

#[test]
fn an_extension_for_any_element_may_stand_on_a_resource() {
    let url = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
    let tree = observation(|it| it["extension"] = json!([{"url": url, "valueCode": "unknown"}]));
    assert_eq!(checked(&R4, &tree, Some(BUNDLE)).issues, []);
}

#[test]
fn an_attachment_is_as_large_as_it_says() {
    let photo = |size: u32| {
        let mut tree = bundle();
        tree["entry"][0]["resource"]["photo"] =
            json!([{"contentType": "image/png", "data": "AAECAw==", "size": size}]);
        tree
    };
    assert_eq!(checked(&R4, &photo(4), Some(BUNDLE)).issues, []);
    let at = "Bundle.entry[0].resource.photo[0].size";
    tells(&photo(5), "attachment-size", at, Severity::Error);
}

#[test]
fn tags_in_plain_text_are_told() {
    let noted = |text: &str| observation(|it| it["note"] = json!([{"text": text}]));
    let at = format!("{UNDER}.note[0].text");
    let warning = Severity::Warning;
    tells(&noted("a <b>c</b>"), "markdown-has-html", &at, warning);
    assert_eq!(
        checked(&R4, &noted("1 < 2 > 1, a <- b"), Some(BUNDLE)).issues,
        []
    );
    let coded = observation(|it| it["code"]["text"] = json!("<script>a</script>"));
    let at = format!("{UNDER}.code.text");
    tells(&coded, "text-has-markup", &at, warning);
}

#[test]
fn a_text_that_is_too_long_is_refused_whatever_else_it_has() {
    for start in ["", "<b>"] {
        let text = format!("{start}{}", "<a".repeat(1 << 19)) + "aa";
        let long = observation(|it| it["code"]["text"] = json!(text));
        let at = format!("{UNDER}.code.text");
        tells(&long, "value-too-long", &at, Severity::Error);
    }
}

#[test]
fn a_narrative_links_to_what_is_here() {
    let div = "<div xmlns=\"http://www.w3.org/1999/xhtml\"><a href=\"urn:uuid:99999999-9999-4999-8999-999999999999\">a</a></div>";
    let tree = observation(|it| it["text"] = json!({"status": "generated", "div": div}));
    let at = format!("{UNDER}.text.div");
    tells(&tree, "narrative-link-broken", &at, Severity::Warning);
}

#[test]
fn a_vital_sign_is_held_to_its_profile_without_naming_it() {
    let weight = observation(|it| it["code"]["coding"][0]["code"] = json!("29463-7"));
    let issues = checked(&R4, &weight, Some(BUNDLE)).issues;
    let category = |message: &str| message.contains("category");
    assert!(
        issues.iter().any(|issue| category(&issue.message)),
        "{issues:?}"
    );
}

#[test]
fn who_asks_says_which_warnings_refuse() {
    let strange = serde_json::to_vec(&extended("extension", "http://strange.no/a")).unwrap();
    let mut asked = ask(Some(BUNDLE));
    assert!(!R4.check(&strange, &asked).rejects());
    asked.refuse = &STRICT;
    assert!(R4.check(&strange, &asked).rejects());
}
