//! What is counted of a Case.

use caseway_proto::{Datum, Noun, TumourClue, Value};

use super::{Count, MEASURES, Tally};
use crate::testing::{CATALOGUE, Fixture, code, person, report};
use crate::{link, owed, route};

/// What one measure counts of the reports of a person: of what, year, hospital, counts.
fn counted(measure: &str, reports: &[Fixture]) -> Vec<(String, String, String, Count)> {
    let catalogue = &*CATALOGUE;
    let facts: Vec<_> = reports.iter().map(|report| report.0.clone()).collect();
    let mut case = link(&person(1), &facts).unwrap();
    route::route(&mut case, catalogue.scopes());
    let owed = owed(&person(1), &facts, catalogue.scopes());
    let mut tally = Tally::default();
    tally.add(&case, (&facts, &owed), catalogue);
    let own = tally.cells().filter(|(key, _)| key.measure == measure);
    let cells = own.map(|(key, count)| {
        (
            key.of.clone(),
            key.year.clone(),
            key.hospital.clone(),
            count,
        )
    });
    cells.collect()
}

fn one(of: &str, year: &str, hospital: &str, count: u64) -> (String, String, String, Count) {
    let [of, year, hospital] = [of, year, hospital].map(str::to_owned);
    (of, year, hospital, Count { count, of: 1 })
}

fn pathology(number: u8) -> Fixture {
    Fixture::new("pathology", number)
        .kind("pathology")
        .requester("asked")
        .diagnosis("C50.4", Some("8500/3"), Some("left"))
        .diagnosed("2024-03-16")
}

fn clinic(kind: &str, number: u8, author: &str) -> Fixture {
    let mut report = Fixture::new(kind, number)
        .kind(kind)
        .diagnosis("C50.4", Some("8500/3"), Some("left"))
        .diagnosed("2024-03-16");
    report.0.author = Some(author.to_owned());
    report
}

fn operated(report: Fixture, day: &str, kind: &str) -> Fixture {
    let mut report = report.event(Noun::Surgery, TumourClue::default(), &[("kind", kind)]);
    report.events().next_back().unwrap().date = Some(day.into());
    report
}

#[test]
fn a_report_that_is_owed_lowers_the_coverage_of_who_owes_it_until_it_is_there() {
    let open = counted("coverage", &[pathology(1)]);
    assert_eq!(open, [one("work-up", "2024", "asked", 0)]);
    let there = counted("coverage", &[pathology(1), clinic("work-up", 2, "sent")]);
    assert_eq!(there, [one("work-up", "2024", "sent", 1)]);
}

#[test]
fn operations_count_for_who_operated_in_the_year_of_the_operation_each_once() {
    let surgery = operated(clinic("surgery", 2, "operates"), "2025-01-07", "excision");
    let surgery = operated(surgery, "2025-01-07", "excision");
    let surgery = operated(surgery, "2024-12-01", "biopsy");
    let volume = counted("volume", &[clinic("work-up", 1, "diagnoses"), surgery]);
    assert_eq!(volume, [one("", "2025", "operates", 1)]);
}

#[test]
fn a_report_counts_as_timely_up_to_sixty_days_after_its_last_day() {
    for (received, timely) in [("2024-05-15T12:00:00Z", 1), ("2024-05-16T00:00:00Z", 0)] {
        let mut report = clinic("work-up", 1, "sent");
        report.0.received_at = received.parse().unwrap();
        let told = counted("timeliness", &[report]);
        assert_eq!(told, [one("work-up", "2024", "sent", timely)], "{received}");
    }
}

#[test]
fn laboratory_and_clinic_agree_where_both_speak() {
    assert!(counted("agreement", &[pathology(1)]).is_empty());
    let mut other = clinic("work-up", 2, "sent");
    for event in other.events() {
        event.values.retain(|value| value.name != "morphology");
    }
    let told = counted("agreement", &[pathology(1), other]);
    let compared: Vec<_> = told.iter().map(|(of, ..)| of.as_str()).collect();
    assert_eq!(compared, ["laterality", "topography"]);
    assert!(told.iter().all(|(.., count)| count.count == 1));
}

#[test]
fn an_answer_that_is_not_known_counts_and_one_that_does_not_apply_is_no_answer() {
    let absent = |reason: &str| Datum::Absent(reason.into());
    for (answer, expected) in [
        (code("3"), Some(0)),
        (absent("unknown"), Some(1)),
        (absent("not-applicable"), None),
    ] {
        let mut report = report("pathology", 1, &[("nhg", answer)]);
        report.0.author = Some("sent".to_owned());
        let told = counted("unknown", &[report.diagnosed("2024-03-16")]);
        let expected: Vec<_> = expected
            .map(|unknown| one("nhg", "2024", "sent", unknown))
            .into_iter()
            .collect();
        assert_eq!(told, expected);
    }
}

#[test]
fn a_tumour_is_verified_by_a_basis_that_rests_on_a_specimen() {
    for (basis, expected) in [("7.1", Some(1)), ("2", Some(0)), ("9", None)] {
        let mut report = clinic("work-up", 1, "sent");
        report.events().next().unwrap().values.push(Value {
            name: "basis".into(),
            datum: code(basis),
            element: "Bundle.entry[0].resource.extension[0].value".to_owned(),
        });
        let told = counted("verified", &[report]);
        let expected: Vec<_> = expected
            .map(|verified| one("", "2024", "sent", verified))
            .into_iter()
            .collect();
        assert_eq!(told, expected, "{basis}");
    }
}

#[test]
fn every_measure_says_what_it_counts_and_whose_definition_it_is() {
    for measure in MEASURES {
        assert!(!measure.definition.is_empty() && !measure.source.is_empty());
        let same = MEASURES.iter().filter(|other| other.id == measure.id);
        assert_eq!(same.count(), 1, "{}", measure.id);
    }
}
