//! Reports become facts, noun by noun, and what contradicts itself is doubted.

use std::sync::Arc;

use caseway_proto::{CaseEvent, Datum, Noun};
use serde_json::{Value, json};

use super::{Doubt, Normalised, normalise};
use crate::testing::{ReportBuilder, about};

const OWN: &str = "https://caseway.example/fhir/CodeSystem/breast-variables";
const LOINC: &str = "http://loinc.org";
const LEFT: Option<&str> = Some("7771000");

fn read(tree: &Value) -> Normalised {
    normalise(tree, &about("work-up")).unwrap()
}

fn of(events: &[Arc<CaseEvent>], noun: Noun) -> Vec<&CaseEvent> {
    let events = events.iter().map(AsRef::as_ref);
    events.filter(|event| event.noun == noun).collect()
}

fn text<'e>(event: &'e CaseEvent, name: &str) -> &'e str {
    match &event
        .value(name)
        .unwrap_or_else(|| panic!("no {name}"))
        .datum
    {
        Datum::Text(text) | Datum::Date(text) | Datum::Absent(text) => text,
        Datum::Code { code, .. } => code,
        Datum::Quantity { value, .. } => value,
        Datum::Flag(_) => "flag",
    }
}

fn breast() -> ReportBuilder {
    let mut report = ReportBuilder::new("work-up");
    report.tumour("tumour", ("C50.4", "C50.4"), LEFT);
    report
}

#[test]
fn a_tumour_is_a_diagnosis_with_site_side_histology_date_and_basis() {
    let events = read(&breast().build()).events;
    let [diagnosis] = of(&events, Noun::Diagnosis)[..] else {
        panic!("not one diagnosis");
    };
    assert_eq!(text(diagnosis, "topography"), "C50.4");
    assert_eq!(text(diagnosis, "laterality"), "left");
    assert_eq!(text(diagnosis, "morphology"), "8500/3");
    assert_eq!(text(diagnosis, "basis"), "7");
    assert_eq!(text(diagnosis, "diagnosed"), "2024-03-16");
    assert_eq!(diagnosis.date.as_deref(), Some("2024-03-16"));
    assert_eq!(diagnosis.provenance.element, "Bundle.entry[3].resource");
    let topography = diagnosis.value("topography").unwrap();
    assert_eq!(
        topography.element,
        "Bundle.entry[3].resource.bodySite[0].coding[0]"
    );
}

#[test]
fn a_tumour_known_by_icd_10_alone_has_that_site() {
    let mut report = ReportBuilder::new("work-up");
    report.with(
        "tumour",
        json!({
            "resourceType": "Condition",
            "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "C61"}]}
        }),
    );
    let events = read(&report.build()).events;
    assert_eq!(
        of(&events, Noun::Diagnosis)[0].clue.topography.as_deref(),
        Some("C61.9")
    );
}

#[test]
fn a_tumour_without_a_site_has_that_of_the_operation_done_because_of_it() {
    let mut report = ReportBuilder::new("surgery");
    report
        .with(
            "tumour",
            json!({
                "resourceType": "Condition",
                "code": {"coding": [{"system": "http://snomed.info/sct", "code": "363346000"}]}
            }),
        )
        .with(
            "operation",
            json!({
                "resourceType": "Procedure", "status": "completed",
                "reasonReference": [{"reference": "urn:uuid:tumour"}],
                "bodySite": [{"coding": [{"system": "http://snomed.info/sct", "code": "9846003"}]}]
            }),
        );
    let events = read(&report.build()).events;
    let clue = &of(&events, Noun::Diagnosis)[0].clue;
    assert_eq!(clue.topography.as_deref(), Some("C64.9"));
    assert_eq!(clue.laterality.as_deref(), Some("right"));
}

#[test]
fn stages_and_markers_are_told_by_their_codes_and_keep_what_was_sent() {
    let mut report = breast();
    report
        .observation((LOINC, "21905-5"), json!({"valueCodeableConcept": {"coding": [{"system": "https://www.uicc.org/resources/tnm", "code": "cT2"}]}}), Some("tumour"))
        .observation((OWN, "ki67"), json!({"valueQuantity": {"value": 20, "code": "%"}}), Some("tumour"))
        .observation((OWN, "menopause"), json!({"dataAbsentReason": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": "unknown"}]}}), None);
    let events = read(&report.build()).events;
    assert_eq!(text(of(&events, Noun::Stage)[0], "ct"), "cT2");
    let marker = of(&events, Noun::Marker)[0];
    let expected = Datum::Quantity {
        value: "20".into(),
        unit: "%".into(),
    };
    assert_eq!(marker.value("ki67").unwrap().datum, expected);
    assert_eq!(marker.date.as_deref(), Some("2024-03-20"));
    let finding = of(&events, Noun::Finding)[0];
    assert_eq!(
        finding.value("menopause").unwrap().datum,
        Datum::Absent("unknown".into())
    );
    assert_eq!(finding.clue.topography.as_deref(), Some("C50.4"));
}

#[test]
fn an_operation_is_surgery_with_code_date_and_intent() {
    let mut report = breast();
    report.with("operation", json!({
        "resourceType": "Procedure", "status": "completed",
        "code": {"coding": [{"system": "urn:oid:2.16.578.1.12.4.1.1.7275", "code": "HAB40"}]},
        "performedDateTime": "2024-04-10",
        "extension": [{"url": "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-procedure-intent",
            "valueCodeableConcept": {"coding": [{"system": "http://snomed.info/sct", "code": "373808002"}]}}]
    }));
    let events = read(&report.build()).events;
    let [operation] = of(&events, Noun::Surgery)[..] else {
        panic!("not one operation");
    };
    assert_eq!(text(operation, "procedure"), "HAB40");
    assert_eq!(text(operation, "kind"), "excision");
    assert_eq!(text(operation, "intent"), "curative");
    assert_eq!(operation.date.as_deref(), Some("2024-04-10"));
}

#[test]
fn a_procedure_that_was_not_done_is_no_fact_and_a_picture_is_no_operation() {
    let mut report = breast();
    for (name, status, code) in [
        ("one", "not-done", "64368001"),
        ("two", "completed", "71651007"),
    ] {
        report.with(
            name,
            json!({
                "resourceType": "Procedure", "status": status,
                "code": {"coding": [{"system": "http://snomed.info/sct", "code": code}]}
            }),
        );
    }
    let events = read(&report.build()).events;
    assert!(of(&events, Noun::Surgery).is_empty());
    assert_eq!(text(of(&events, Noun::Finding)[0], "procedure"), "71651007");
}

#[test]
fn a_course_of_radiotherapy_has_sessions_doses_and_both_ends() {
    let base = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-radiotherapy-";
    let mut report = breast();
    report.with(
        "course",
        json!({
            "resourceType": "Procedure", "status": "completed",
            "code": {"coding": [{"system": "http://snomed.info/sct", "code": "1217123003"}]},
            "performedPeriod": {"start": "2024-06-01", "end": "2024-06-20"},
            "extension": [
                {"url": format!("{base}sessions"), "valueUnsignedInt": 15},
                {"url": format!("{base}dose-delivered-to-volume"), "extension": [
                    {"url": "totalDoseDelivered", "valueQuantity": {"value": 40.05, "code": "Gy"}},
                    {"url": "fractionsDelivered", "valueUnsignedInt": 15}]}
            ]
        }),
    );
    let events = read(&report.build()).events;
    let course = of(&events, Noun::Radiotherapy)[0];
    assert_eq!(text(course, "sessions"), "15");
    assert_eq!(text(course, "dose"), "40.05");
    assert_eq!(text(course, "performed_end"), "2024-06-20");
    assert_eq!(course.date.as_deref(), Some("2024-06-01"));
}

#[test]
fn a_substance_is_systemic_therapy_of_the_class_that_atc_says() {
    let mut report = breast();
    for (name, code) in [("one", "L01DB01"), ("two", "L02BG03"), ("three", "C09AA02")] {
        report.with(name, json!({
            "resourceType": "MedicationStatement", "status": "completed",
            "medicationCodeableConcept": {"coding": [{"system": "http://www.whocc.no/atc", "code": code}]},
            "effectivePeriod": {"start": "2024-05-01"}
        }));
    }
    let events = read(&report.build()).events;
    let mut classes: Vec<_> = of(&events, Noun::SystemicTherapy)
        .into_iter()
        .map(|event| text(event, "class"))
        .collect();
    classes.sort_unstable();
    assert_eq!(classes, ["chemotherapy", "endocrine"]);
}

#[test]
fn pathology_has_specimen_and_requester() {
    let mut report = breast();
    report.pathology("24-1234", "resection");
    let read = normalise(&report.build(), &about("pathology")).unwrap();
    let finding = of(&read.events, Noun::Pathology)[0];
    assert_eq!(text(finding, "specimen"), "03|24-1234");
    assert_eq!(text(finding, "specimen_kind"), "resection");
    assert_eq!(finding.date.as_deref(), Some("2024-03-16"));
    assert_eq!(finding.clue.specimens, ["03|24-1234"]);
    assert_eq!(read.requester.as_deref(), Some("883974832"));
    assert_eq!(read.author.as_deref(), Some("974589095"));
}

#[test]
fn recurrence_and_metastasis_belong_to_the_primary_they_refer_to() {
    let mut report = breast();
    report.tumour("other", ("C18.7", "C18.7"), None);
    for (name, role, tumour) in [
        ("back", "recurrence", "tumour"),
        ("spread", "metastasis", "other"),
    ] {
        report.with(name, json!({
            "resourceType": "Condition",
            "category": [{"coding": [{"system": "https://caseway.example/fhir/CodeSystem/condition-role", "code": role}]}],
            "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "C78.7"}]},
            "onsetDateTime": "2025-01-02",
            "extension": [{"url": "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-related-primary-cancer-condition",
                "valueReference": {"reference": format!("urn:uuid:{tumour}")}}]
        }));
    }
    let events = read(&report.build()).events;
    let recurrence = of(&events, Noun::Recurrence)[0];
    assert_eq!(recurrence.clue.topography.as_deref(), Some("C50.4"));
    assert_eq!(recurrence.date.as_deref(), Some("2025-01-02"));
    let metastasis = of(&events, Noun::Metastasis)[0];
    assert_eq!(metastasis.clue.topography.as_deref(), Some("C18.7"));
    assert_eq!(of(&events, Noun::Diagnosis).len(), 2);
}

#[test]
fn follow_up_and_death_are_told() {
    let mut report = breast();
    report.observation((LOINC, "97509-4"), json!({"valueCodeableConcept": {"coding": [{"system": "http://snomed.info/sct", "code": "359746009"}]}}), None);
    let mut tree = report.build();
    tree["entry"][2]["resource"]["deceasedDateTime"] = json!("2025-05-05T10:00:00Z");
    let events = read(&tree).events;
    assert_eq!(
        text(of(&events, Noun::FollowUp)[0], "disease_status"),
        "359746009"
    );
    assert_eq!(
        of(&events, Noun::Death)[0].date.as_deref(),
        Some("2025-05-05")
    );
}

#[test]
fn with_two_tumours_a_fact_that_names_neither_has_no_organ() {
    let mut report = breast();
    report.tumour("other", ("C18.7", "C18.7"), None);
    let value = json!({"valueInteger": 1});
    report
        .observation((OWN, "her2"), value.clone(), Some("tumour"))
        .observation((OWN, "msi"), value, None);
    let events = read(&report.build()).events;
    let markers = of(&events, Noun::Marker);
    let named = markers.iter().find(|event| event.value("her2").is_some());
    assert_eq!(named.unwrap().clue.topography.as_deref(), Some("C50.4"));
    let unnamed = markers.iter().find(|event| event.value("msi").is_some());
    assert_eq!(unnamed.unwrap().clue.topography, None);
}

#[test]
fn what_is_entered_in_error_or_refuted_is_not_read() {
    let mut report = breast();
    report.observation(
        (OWN, "er"),
        json!({"valueInteger": 1, "status": "entered-in-error"}),
        None,
    );
    let mut tree = report.build();
    tree["entry"][3]["resource"]["verificationStatus"] = json!({"coding": [{
        "system": "http://terminology.hl7.org/CodeSystem/condition-ver-status", "code": "refuted"}]});
    let doubt = normalise(&tree, &about("work-up")).unwrap_err();
    assert_eq!(doubt.cause, "no-tumour");
}

fn doubt(change: impl Fn(&mut Value)) -> Option<Doubt> {
    let mut tree = breast().build();
    change(&mut tree["entry"][2]["resource"]);
    normalise(&tree, &about("work-up")).err()
}

#[test]
fn a_birth_date_that_contradicts_the_number_is_a_doubt() {
    let cause = |doubt: Option<Doubt>| doubt.map(|doubt| doubt.cause);
    assert_eq!(doubt(|_| ()), None);
    let wrong = doubt(|patient| patient["birthDate"] = json!("1955-01-02"));
    assert_eq!(cause(wrong), Some("birth-date-contradicts-number"));
    assert_eq!(doubt(|patient| patient["birthDate"] = json!("1955")), None);
    let other = doubt(|patient| patient["gender"] = json!("male"));
    assert_eq!(cause(other), Some("sex-contradicts-number"));
    assert_eq!(doubt(|patient| patient["gender"] = json!("unknown")), None);
}

#[test]
fn numbers_of_every_dated_kind_are_compared_by_day_month_and_year() {
    for (number, born) in [
        ("29820070079", "2000-02-29"),
        ("55867022251", "1970-06-15"),
        ("13527248013", "1972-12-13"),
    ] {
        let agreeing = doubt(|patient| {
            patient["identifier"][0]["value"] = json!(number);
            patient["birthDate"] = json!(born);
            patient["gender"] = json!("unknown");
        });
        assert_eq!(agreeing, None, "{number}");
    }
}

#[test]
fn an_operator_settles_every_doubt_but_an_unreadable_body() {
    let mut vouched = about("work-up");
    vouched.vouched = true;
    let mut tree = breast().build();
    tree["entry"][2]["resource"]["birthDate"] = json!("1955-01-02");
    assert!(normalise(&tree, &vouched).is_ok());
    assert!(normalise(&ReportBuilder::new("work-up").build(), &vouched).is_ok());
    assert_eq!(
        normalise(&json!({}), &vouched).unwrap_err().cause,
        "unreadable"
    );
}

#[test]
fn nothing_of_a_retraction_is_read() {
    let mut retraction = about("work-up");
    retraction.retracts = true;
    assert_eq!(
        normalise(&breast().build(), &retraction).unwrap(),
        Normalised::default()
    );
}

mod foreign;
