//! The rules of a Registry's own table.

use serde_json::{Value, json};

use super::{ask, told};
use crate::registry::read;
use crate::{Catalogue, Settings};

const CANONICAL: &str = "https://caseway.example/fhir";

const SPINE: &str = r#"
version = "1.0.0"
canonical = "https://caseway.example/fhir"
"#;

pub(super) const TABLE: &str = r#"
id = "tiny"
version = "1.0.0"
canonical = "https://caseway.example/fhir"
valid_from = "2020-01-01"
name = { nb = "Liten", en = "Tiny" }
scope = { icd10 = ["C50"], topography = ["C50"], mark = "M" }

[[kind]]
code = "work-up"
name = { nb = "Utredning", en = "Work-up" }
mark = "M"

[[variable]]
id = "size"
name = { nb = "Størrelse", en = "Size" }
kinds = ["work-up"]
type = "quantity"
unit = "mm"
min = 1
max = 300
decimals = 1
need = "mandatory"
mark = "M"
source = "test"

[[variable]]
id = "done"
name = { nb = "Utført", en = "Done" }
kinds = ["work-up"]
type = "boolean"
need = "mandatory"
mark = "M"
source = "test"

[[variable]]
id = "why"
name = { nb = "Hvorfor", en = "Why" }
kinds = ["work-up"]
type = "code"
values = [{ code = "a", nb = "a", en = "a" }, { code = "b", nb = "b", en = "b" }]
need = "conditional"
when = [{ variable = "done", is = true }]
mark = "M"
source = "test"
"#;

fn catalogue() -> Catalogue {
    of_table(TABLE)
}

pub(super) fn of_table(table: &str) -> Catalogue {
    let spine = read::spine(SPINE).unwrap();
    let table = read::table(table).unwrap();
    let mut catalogue = Catalogue::new(Settings::default()).unwrap();
    catalogue.install_tables([&table], &spine).unwrap();
    catalogue
}

fn url(number: usize) -> String {
    format!("urn:uuid:00000000-0000-4000-8000-{number:012}")
}

pub(super) fn asked(id: &str, value: (&str, Value)) -> Value {
    let mut observation = json!({
        "resourceType": "Observation", "status": "final",
        "code": {"coding": [{"system": format!("{CANONICAL}/CodeSystem/tiny-variables"), "code": id}]},
        "subject": {"reference": url(1)}, "focus": [{"reference": url(3)}],
        "effectiveDateTime": "2025-05-01"
    });
    observation[value.0] = value.1;
    observation
}

pub(super) fn size(value: &str) -> Value {
    let value: Value = serde_json::from_str(value).unwrap();
    asked(
        "size",
        (
            "valueQuantity",
            json!({
                "value": value, "unit": "mm", "system": "http://unitsofmeasure.org", "code": "mm"
            }),
        ),
    )
}

fn why(code: &str) -> Value {
    asked(
        "why",
        (
            "valueCodeableConcept",
            json!({
                "coding": [{"system": format!("{CANONICAL}/CodeSystem/tiny-why"), "code": code}]
            }),
        ),
    )
}

pub(super) fn done(done: bool) -> Value {
    asked("done", ("valueBoolean", json!(done)))
}

fn composition() -> Value {
    json!({
        "resourceType": "Composition", "identifier": {"system": "urn:a", "value": "r"},
        "status": "final",
        "type": {"coding": [{"system": format!("{CANONICAL}/CodeSystem/report-kind"), "code": "work-up"}]},
        "subject": {"reference": url(1)}, "date": "2025-05-02T10:00:00Z",
        "author": [{"reference": url(2)}], "title": "Work-up",
        "section": [{"title": "All", "entry": [{"reference": url(3)}]}]
    })
}

fn tumour() -> Value {
    let icd_o = "http://terminology.hl7.org/CodeSystem/icd-o-3";
    let extension = |url: &str, value: (&str, Value)| {
        let mut extension = json!({"url": url});
        extension[value.0] = value.1;
        extension
    };
    let concept = |system: &str, code: &str| json!({"coding": [{"system": system, "code": code}]});
    json!({
        "resourceType": "Condition",
        "category": [concept(&format!("{CANONICAL}/CodeSystem/condition-role"), "primary-tumour")],
        "code": concept("http://hl7.org/fhir/sid/icd-10-no", "C50.4"),
        "bodySite": [{
            "coding": [{"system": icd_o, "code": "C50.4"}],
            "extension": [extension(
                "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-laterality-qualifier",
                ("valueCodeableConcept", concept("http://snomed.info/sct", "7771000")))]
        }],
        "subject": {"reference": url(1)},
        "extension": [
            extension("http://hl7.org/fhir/StructureDefinition/condition-assertedDate",
                ("valueDateTime", json!("2025-04-30"))),
            extension("http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-histology-morphology-behavior",
                ("valueCodeableConcept", concept(icd_o, "8500/3"))),
            extension(&format!("{CANONICAL}/StructureDefinition/basis-of-diagnosis"),
                ("valueCodeableConcept", concept(&format!("{CANONICAL}/CodeSystem/basis-of-diagnosis"), "7")))
        ]
    })
}

pub(super) fn report(observations: &[Value]) -> Value {
    let patient = json!({
        "resourceType": "Patient", "gender": "female", "birthDate": "1955-01-01",
        "identifier": [{"system": "urn:oid:2.16.578.1.12.4.1.4.1", "value": "01815512428"}]
    });
    let organization = json!({
        "resourceType": "Organization", "name": "Hospital",
        "identifier": [{"system": "urn:oid:2.16.578.1.12.4.1.4.101", "value": "974589095"}]
    });
    let practitioner = json!({
        "resourceType": "Practitioner",
        "identifier": [{"system": "urn:oid:2.16.578.1.12.4.1.4.4", "value": "7654321"}]
    });
    let mut composition = composition();
    let held = (1..observations.len() + 5).map(|index| json!({"reference": url(index)}));
    composition["section"] = json!([{"title": "a", "entry": held.collect::<Vec<_>>()}]);
    let fixed = [composition, patient, organization, tumour()];
    let all = fixed.iter().chain(observations).chain([&practitioner]);
    let resources = all.enumerate();
    let entries: Vec<Value> = resources
        .map(|(index, resource)| json!({"fullUrl": url(index), "resource": resource}))
        .collect();
    json!({
        "resourceType": "Bundle", "type": "document", "timestamp": "2025-05-02T10:00:00Z",
        "meta": {"profile": [format!("{CANONICAL}/StructureDefinition/tiny-work-up")]},
        "identifier": {"system": "urn:a", "value": "s"}, "entry": entries
    })
}

pub(super) fn errors(tree: &Value) -> Vec<(String, String)> {
    told(&super::checked(&catalogue(), tree, None).issues)
}

#[track_caller]
fn refused(tree: &Value, rule: &str, expression: &str) {
    assert_eq!(errors(tree), [(rule.to_owned(), expression.to_owned())]);
}

#[test]
fn a_whole_report_is_accepted_without_a_word() {
    let tree = report(&[size("12.5"), done(true), why("a")]);
    let checked = super::checked(&catalogue(), &tree, None);
    assert_eq!(checked.issues, []);
    let head = checked.head.unwrap();
    assert_eq!(head.registry.unwrap().0, "tiny");
    assert_eq!(head.kind.unwrap().0, "work-up");
    assert_eq!(head.report_key.as_deref(), Some("urn:a|r"));
    assert!(
        head.rank
            .0
            .starts_with("2025-05-02T10:00:00.000000000Z 2025-05-02T10:00:00.000000000Z ")
    );
}

#[test]
fn a_missing_mandatory_variable_is_named() {
    let tree = report(&[size("12.5")]);
    refused(&tree, "variable-missing", "Bundle.entry");
    let issues = super::checked(&catalogue(), &tree, None).issues;
    assert!(issues[0].message.contains("Utført") && issues[0].message.contains("Done"));
}

#[test]
fn an_absent_reason_is_an_answer_and_a_blank_is_not() {
    let reason = |code: &str| {
        let system = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
        (
            "dataAbsentReason",
            json!({"coding": [{"system": system, "code": code}]}),
        )
    };
    assert_eq!(
        errors(&report(&[size("1"), asked("done", reason("unknown"))])),
        []
    );
    let other = report(&[size("1"), asked("done", reason("error"))]);
    assert!(
        errors(&other)
            .iter()
            .any(|(rule, _)| rule == "variable-absence")
    );
    let blank = report(&[
        size("1"),
        asked("done", ("issued", json!("2025-05-02T10:00:00Z"))),
    ]);
    assert!(
        errors(&blank)
            .iter()
            .any(|(rule, _)| rule == "variable-blank")
    );
}

#[test]
fn a_conditional_variable_must_be_answered_when_its_condition_holds() {
    let tree = report(&[size("12.5"), done(true)]);
    refused(&tree, "variable-conditional", "Bundle");
    assert_eq!(errors(&report(&[size("12.5"), done(false)])), []);
}

#[test]
fn a_wrong_value_is_told_as_wrong_and_not_as_missing() {
    let tree = report(&[size("12.5"), done(true), why("x")]);
    refused(
        &tree,
        "code-not-in-value-set",
        "Bundle.entry[6].resource.value.ofType(CodeableConcept)",
    );
}

#[test]
fn codes_that_do_not_exist_are_refused() {
    let mut tree = report(&[size("12.5"), done(false)]);
    tree["entry"][3]["resource"]["bodySite"][0]["coding"][0]["code"] = json!("C99.4");
    refused(
        &tree,
        "code-not-in-value-set",
        "Bundle.entry[3].resource.bodySite[0]",
    );
}

#[test]
fn numbers_outside_their_limits_are_refused() {
    let rules =
        |tree: &Value| -> Vec<String> { errors(tree).into_iter().map(|(rule, _)| rule).collect() };
    assert!(rules(&report(&[size("301"), done(false)])).contains(&"value-out-of-range".to_owned()));
    assert!(rules(&report(&[size("0.5"), done(false)])).contains(&"value-out-of-range".to_owned()));
    assert!(rules(&report(&[size("1.25"), done(false)])).contains(&"value-decimals".to_owned()));
}

fn with_number(number: &str) -> Value {
    let mut tree = report(&[size("12.5"), done(false)]);
    tree["entry"][1]["resource"]["identifier"][0]["value"] = json!(number);
    tree
}

#[test]
fn identity_numbers_are_checked() {
    let place = "Bundle.entry[1].resource.identifier[0].value";
    refused(&with_number("13057444850"), "identity-check-digit", place);
    refused(&with_number("30108299939"), "identity-check-digit", place);
    refused(&with_number("0181551242"), "identity-form", place);
    let mut nameless = with_number("01815512428");
    nameless["entry"][1]["resource"]
        .as_object_mut()
        .unwrap()
        .remove("identifier");
    assert!(
        errors(&nameless)
            .iter()
            .any(|(rule, _)| rule == "identity-missing")
    );
}

#[test]
fn the_rule_of_2032_holds_from_2032() {
    let mut asked = ask(None);
    asked.received_at = "2032-01-01T00:00:00Z".parse().unwrap();
    let body = serde_json::to_vec(&with_number("30108299939")).unwrap();
    assert_eq!(told(&catalogue().check(&body, &asked).issues), []);
}

#[test]
fn synthetic_persons_are_refused_where_they_are_not_allowed() {
    let mut asked = ask(None);
    asked.allow_synthetic = false;
    let body = serde_json::to_vec(&with_number("01815512428")).unwrap();
    let found = told(&catalogue().check(&body, &asked).issues);
    assert_eq!(found[0].0, "identity-synthetic");
}

#[test]
fn a_number_of_another_kind_than_its_system_says_is_a_warning() {
    let issues = super::checked(&catalogue(), &with_number("55867022251"), None).issues;
    assert_eq!(issues[0].rule, "identity-system");
}

#[test]
fn a_date_in_the_future_is_refused() {
    let mut tree = report(&[size("12.5"), done(false)]);
    tree["entry"][4]["resource"]["effectiveDateTime"] = json!("2027-01-01");
    refused(
        &tree,
        "date-in-future",
        "Bundle.entry[4].resource.effective.ofType(dateTime)",
    );
}

#[test]
fn a_registry_named_beside_the_body_decides_by_the_kind_of_report() {
    let mut tree = report(&[size("12.5"), done(false)]);
    tree.as_object_mut().unwrap().remove("meta");
    let catalogue = catalogue();
    let tiny = caseway_proto::RegistryId("tiny".to_owned());
    let mut asked = ask(None);
    asked.default_registry = Some(&tiny);
    let checked = catalogue.check(&serde_json::to_vec(&tree).unwrap(), &asked);
    assert_eq!(checked.head.unwrap().kind.unwrap().0, "work-up");
    assert!(!super::checked(&catalogue, &tree, None).issues.is_empty());
}

#[test]
fn the_builtin_registries_are_installed() {
    let tables = crate::registry::builtin::builtin().unwrap();
    let mut catalogue = Catalogue::new(Settings::default()).unwrap();
    catalogue
        .install_tables(&tables.registries, &tables.spine)
        .unwrap();
    assert_eq!(catalogue.registries().count(), tables.registries.len());
}

#[test]
fn a_national_number_under_a_foreign_system_is_a_warning() {
    let mut tree = with_number("01815512428");
    tree["entry"][1]["resource"]["identifier"][0]["system"] =
        json!("urn:oid:2.16.578.1.12.4.1.4.11");
    let rules = |tree: &serde_json::Value| -> Vec<String> {
        let issues = super::checked(&catalogue(), tree, None).issues;
        issues.into_iter().map(|issue| issue.rule).collect()
    };
    assert_eq!(rules(&tree), ["identity-system-unknown"]);
    tree["entry"][1]["resource"]["identifier"][0]["value"] = json!("12345678901");
    assert!(rules(&tree).is_empty(), "a local number of that length");
}
