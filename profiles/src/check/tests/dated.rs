//! What a Registry asks in reports of some dates only: forms, variables, codes.

use serde_json::json;

use super::own::{TABLE, asked, done, errors, of_table, report, size};
use super::{checked, told};

/// The value set of a code, one of which is in use in 2025 only.
const CODE: &str = r#"{ code = "b", nb = "b", en = "b" }"#;

/// The rules and places of a report of that day which says the code in use in 2025 only.
fn coded(day: &str) -> Vec<(String, String)> {
    let dated =
        r#"{ code = "b", nb = "b", en = "b", valid_from = "2025-01-01", valid_to = "2025-12-31" }"#;
    let table = TABLE.replace(CODE, dated);
    assert_ne!(table, TABLE);
    let system = "https://caseway.example/fhir/CodeSystem/tiny-why";
    let value = json!({"coding": [{"system": system, "code": "b"}]});
    let why = asked("why", ("valueCodeableConcept", value));
    let mut tree = report(&[size("12.5"), done(true), why]);
    tree["entry"][0]["resource"]["date"] = json!(day);
    without_the_case(told(&checked(&of_table(&table), &tree, None).issues))
}

/// The tumour's own date stays when the report's is changed.
fn without_the_case(mut told: Vec<(String, String)>) -> Vec<(String, String)> {
    told.retain(|(rule, _)| !rule.starts_with("case-"));
    told
}

#[test]
fn a_code_is_taken_in_reports_of_its_dates_and_in_no_others() {
    let refused = |day: &str| {
        let place = "value.ofType(CodeableConcept).coding[0]";
        let told = coded(day);
        assert_eq!(told.len(), 1, "{told:?}");
        told[0].0 == "value-not-in-use" && told[0].1.ends_with(place)
    };
    assert!(refused("2024-12-31"));
    assert!(refused("2026-01-01T00:30:00+01:00"));
    assert_eq!(coded("2025-01-01"), []);
    assert_eq!(coded("2025-12-31T23:00:00+01:00"), []);
}

/// The rules that a report of that day, without the variable `done`, breaks where the
/// variable is asked in reports of 2025 only.
fn dated(day: &str) -> Vec<String> {
    let always = "type = \"boolean\"\nneed = \"mandatory\"";
    let dates = "valid_from = \"2025-01-01\"\nvalid_to = \"2025-12-31\"";
    let table = TABLE.replace(always, &format!("{always}\n{dates}"));
    assert_ne!(table, TABLE);
    let mut tree = report(&[size("12.5")]);
    tree["entry"][0]["resource"]["date"] = json!(day);
    let told = without_the_case(told(&checked(&of_table(&table), &tree, None).issues));
    told.into_iter().map(|(rule, _)| rule).collect()
}

#[test]
fn a_variable_is_mandatory_in_reports_of_its_dates_and_in_no_others() {
    assert_eq!(dated("2025-01-01"), ["variable-missing"]);
    assert_eq!(dated("2025-12-31T23:00:00+01:00"), ["variable-missing"]);
    assert!(dated("2024-12-31").is_empty());
    assert!(dated("2026-01-01T00:30:00+01:00").is_empty());
}

#[test]
fn a_report_is_refused_that_is_dated_before_its_form_was_taken() {
    let closed = |day: &str| {
        let mut tree = report(&[size("12.5"), done(false)]);
        tree["entry"][0]["resource"]["date"] = json!(day);
        errors(&tree)
            .into_iter()
            .find(|(rule, _)| rule == "form-closed")
    };
    let (_, place) = closed("2019-12-31").unwrap();
    assert_eq!(place, "Bundle.entry[0].resource.date");
    assert_eq!(closed("2020-01-01"), None);
    assert_eq!(closed("2019"), None, "the day is not known");
}
