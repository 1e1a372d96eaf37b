//! What a tumour's variables come to.

use caseway_profiles::registry::Asked;
use caseway_profiles::sample::{Planned, Sampler};
use caseway_proto::{Case, Datum, Noun, TumourClue};
use serde_json::json;

use super::{Field, Origin, Said, Values, values};
use crate::testing::{CATALOGUE, Fixture, TABLES, about, code, person, report};
use crate::{link, normalise, route};

/// A laboratory's report on what an operation took out.
fn resection(number: u8, answers: &[(&str, Datum)]) -> Fixture {
    let report = report("pathology", number, answers);
    let profile = report.0.events[0].provenance.profile.clone();
    let kind = [("specimen_kind", "resection")];
    let mut report = report.event(Noun::Pathology, TumourClue::default(), &kind);
    let event = report.events().next_back().unwrap();
    event.provenance.profile = profile;
    report
}

fn number(value: &str) -> Datum {
    Datum::Text(value.into())
}

fn millimetres(value: &str) -> Datum {
    Datum::Quantity {
        value: value.into(),
        unit: "mm".into(),
    }
}

fn case(reports: &[Fixture]) -> Case {
    let facts: Vec<_> = reports.iter().map(|report| report.0.clone()).collect();
    let mut case = link(&person(1), &facts).unwrap();
    route::route(&mut case, CATALOGUE.scopes());
    case
}

fn told(reports: &[Fixture]) -> Values {
    let mut all = values(&case(reports), &CATALOGUE);
    assert_eq!(all.len(), 1, "one tumour");
    all.remove(0)
}

fn field<'v>(values: &'v Values, name: &str) -> Option<&'v Field> {
    values.fields.iter().find(|field| field.name == name)
}

/// The value of a field, why it speaks, and what others say.
fn spoken(values: &Values, name: &str) -> (serde_json::Value, String, Vec<serde_json::Value>) {
    let field = field(values, name).unwrap();
    let Origin::Said {
        because, otherwise, ..
    } = &field.origin
    else {
        panic!("{name} is said by nobody");
    };
    let others = otherwise.iter().map(|said| said.value.clone());
    (field.value.clone(), because.to_string(), others.collect())
}

#[test]
fn an_answer_is_told_with_its_name_its_report_and_its_element() {
    let one = told(&[report("pathology", 1, &[("nhg", code("3"))])]);
    let grade = field(&one, "nhg").unwrap();
    assert_eq!(grade.called.as_deref(), Some("Nottingham grade"));
    let Origin::Said { by, because, .. } = &grade.origin else {
        panic!("the grade was said");
    };
    let said = Said {
        value: json!("3"),
        submission: report("pathology", 1, &[]).0.submission,
        element: "Bundle.entry[1].resource.value".to_owned(),
    };
    assert_eq!((by.as_slice(), &**because), (&[said][..], "only"));
}

#[test]
fn the_nearest_specimen_speaks_and_who_says_otherwise_is_listed() {
    let reports = [
        resection(1, &[("nhg", code("3"))]),
        report("pathology", 2, &[("nhg", code("2"))]),
    ];
    let expected = (json!("3"), "nearest-specimen".to_owned(), vec![json!("2")]);
    assert_eq!(spoken(&told(&reports), "nhg"), expected);
}

#[test]
fn among_equals_the_newest_speaks() {
    let reports = [
        report("pathology", 1, &[("nhg", code("3"))]),
        report("pathology", 2, &[("nhg", code("2"))]),
    ];
    let expected = (json!("2"), "newest".to_owned(), vec![json!("3")]);
    assert_eq!(spoken(&told(&reports), "nhg"), expected);
}

#[test]
fn those_who_agree_are_no_difference() {
    let reports = [
        report("pathology", 1, &[("nhg", code("3"))]),
        resection(2, &[("nhg", code("3"))]),
    ];
    let expected = (json!("3"), "agreed".to_owned(), vec![]);
    assert_eq!(spoken(&told(&reports), "nhg"), expected);
}

#[test]
fn the_unknown_does_not_take_the_place_of_the_known() {
    let reports = [
        report("pathology", 1, &[("nhg", code("3"))]),
        resection(2, &[("nhg", Datum::Absent("unknown".into()))]),
    ];
    assert_eq!(spoken(&told(&reports), "nhg").0, json!("3"));
}

#[test]
fn tnm_is_taken_from_one_report_and_never_put_together_from_two() {
    let whole = resection(1, &[("pt", code("T2")), ("pn", code("N1"))]);
    let part = resection(2, &[("pm", code("M1"))]);
    assert_eq!(
        spoken(&told(std::slice::from_ref(&part)), "pm").0,
        json!("M1")
    );
    let all = told(&[whole, part]);
    assert_eq!(["pt", "pn"].map(|name| spoken(&all, name).0), ["T2", "N1"]);
    assert_eq!(field(&all, "pm"), None);
}

#[test]
fn of_tnm_the_report_that_says_most_speaks() {
    let all = told(&[
        resection(1, &[("pt", code("T2")), ("pn", code("N1"))]),
        resection(2, &[("pt", code("T3"))]),
    ]);
    let expected = (json!("T2"), "most-complete".to_owned(), vec![json!("T3")]);
    assert_eq!(spoken(&all, "pt"), expected);
}

#[test]
fn clinical_and_pathological_tnm_stand_side_by_side() {
    let all = told(&[
        report("work-up", 1, &[("ct", code("T1")), ("cn", code("N0"))]),
        resection(2, &[("pt", code("T2")), ("pn", code("N1"))]),
    ]);
    let told = ["ct", "cn", "pt", "pn"].map(|name| spoken(&all, name).0);
    assert_eq!(told, ["T1", "N0", "T2", "N1"].map(|code| json!(code)));
}

#[test]
fn a_value_that_follows_names_what_it_follows_from_and_whose_reckoning_it_is() {
    let all = told(&[resection(
        1,
        &[
            ("size_inv", millimetres("20")),
            ("ln_pos", number("0")),
            ("nhg", code("2")),
        ],
    )]);
    let index = field(&all, "npi_derived").unwrap();
    // 0.2 × 2 cm + 1 (no node) + 2 (Galea et al. 1992).
    assert!((index.value.as_f64().unwrap() - 3.4).abs() < 1e-9);
    let Origin::Follows { from, source } = &index.origin else {
        panic!("the index was not sent");
    };
    assert_eq!(from.as_slice(), ["size_inv", "ln_pos", "nhg"]);
    assert!(!source.is_empty());
}

#[test]
fn reports_that_are_right_alone_and_wrong_together_are_doubted() {
    let examined = report("pathology", 1, &[("ln_ex", number("2"))]);
    let positive = report("pathology", 2, &[("ln_pos", number("3"))]);
    for alone in [&examined, &positive] {
        assert_eq!(rules(&told(std::slice::from_ref(alone))), [""; 0]);
    }
    assert_eq!(rules(&told(&[examined, positive])), ["case-nodes-positive"]);
}

fn rules(values: &Values) -> Vec<&str> {
    let doubts = values.doubts.iter();
    doubts.map(|doubt| doubt.rule.as_str()).collect()
}

#[test]
fn the_order_of_arrival_does_not_matter() {
    let mut reports = vec![
        report("work-up", 1, &[("ct", code("T1"))]),
        report(
            "pathology",
            2,
            &[("nhg", code("2")), ("ln_ex", number("4"))],
        ),
        resection(3, &[("nhg", code("3")), ("pt", code("T2"))]),
    ];
    let first = told(&reports);
    for _ in 0..reports.len() {
        reports.rotate_left(1);
        assert_eq!(told(&reports), first);
    }
}

/// What a sampled report says, as it is recorded.
fn recorded(planned: &Planned) -> Fixture {
    let mut registries = CATALOGUE.registries();
    let registry = registries.find(|one| one.id == planned.registry).unwrap();
    let mut kinds = registry.kinds.iter();
    let kind = kinds.find(|kind| {
        kind.code
            .as_ref()
            .is_some_and(|code| code.0 == planned.kind)
    });
    let mut about = about(&planned.kind);
    about.submission = Fixture::new("", 1).0.submission;
    about.profile = format!("{}|1", kind.unwrap().profile).into();
    let mut report = Fixture::new("report", 1).kind(&planned.kind);
    report.0.events = normalise(&planned.bundle, &about).unwrap().events;
    report
}

#[test]
fn every_answer_of_a_sampled_report_is_told_under_its_variable() {
    let sampler = Sampler::new(&TABLES, 3);
    let mut answers = 0;
    for planned in (0..30).flat_map(|index| sampler.journey(index)) {
        let entries = planned.bundle["entry"].as_array().unwrap();
        if entries[0]["resource"]["status"] == "entered-in-error" {
            continue;
        }
        let told = values(&case(&[recorded(&planned)]), &CATALOGUE);
        let named: Vec<&str> = told
            .iter()
            .flat_map(|one| &one.fields)
            .map(|field| field.name.as_str())
            .collect();
        for entry in entries {
            if let Some(variable) = asked(&entry["resource"]) {
                assert!(named.contains(&variable), "{}: {variable}", planned.kind);
                answers += 1;
            }
        }
    }
    assert!(answers > 500, "{answers} answers were looked at");
}

/// The variable of a Registry's own that an Observation with a value answers.
fn asked(resource: &serde_json::Value) -> Option<&'static str> {
    let mut members = resource.as_object()?.keys();
    if resource["resourceType"] != "Observation" || !members.any(|key| key.starts_with("value")) {
        return None;
    }
    let coding = &resource["code"]["coding"][0];
    let all = TABLES.registries.iter().flat_map(|table| {
        let variables = table.variables.iter();
        variables.map(|variable| Asked::of_table(table, variable))
    });
    let mut own = all.filter(|asked| coding["system"] == asked.variable_system().as_str());
    let found = own.find(|asked| coding["code"] == asked.variable.id.as_str());
    found.map(|asked| asked.variable.id.as_str())
}
