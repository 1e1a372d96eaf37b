//! Which of several facts speaks for the tumour.

use caseway_proto::{Noun, Tumour, TumourClue};

use crate::link;
use crate::testing::{Fixture, person};

fn tumour(facts: &[Fixture]) -> Tumour {
    let facts: Vec<_> = facts.iter().map(|fixture| fixture.0.clone()).collect();
    link(&person(1), &facts).unwrap().tumours.remove(0)
}

fn laboratory(number: u8, kind: &str, morphology: &str) -> Fixture {
    Fixture::new(&format!("laboratory-{number}"), number)
        .kind("pathology")
        .diagnosis("C50.9", Some(morphology), None)
        .event(
            Noun::Pathology,
            TumourClue::default(),
            &[("specimen_kind", kind)],
        )
}

#[test]
fn a_resection_tells_the_histology_before_a_biopsy_and_the_clinic() {
    let clinic = Fixture::new("clinic", 9).diagnosis("C50.4", Some("8520/3"), None);
    let facts = [
        clinic,
        laboratory(1, "resection", "8500/3"),
        laboratory(2, "biopsy", "8480/3"),
    ];
    let morphology = tumour(&facts).morphology.unwrap();
    assert_eq!(morphology.value, "8500/3");
    assert_eq!(morphology.submission, facts[1].0.submission);
    assert_eq!(morphology.element, "Bundle.entry[0].resource.morphology");
}

#[test]
fn among_equals_a_specific_histology_goes_before_an_unspecified_newer_one() {
    let facts = [
        laboratory(1, "biopsy", "8500/3"),
        laboratory(2, "biopsy", "8010/3"),
    ];
    assert_eq!(tumour(&facts).morphology.unwrap().value, "8500/3");
}

#[test]
fn a_specific_site_goes_before_an_unspecified_one_of_the_laboratory() {
    let clinic = Fixture::new("clinic", 1).diagnosis("C50.4", None, None);
    let facts = [clinic, laboratory(2, "resection", "8500/3")];
    assert_eq!(tumour(&facts).topography.unwrap().value, "C50.4");
}

#[test]
fn the_earliest_date_of_diagnosis_counts_and_the_more_precise_of_two() {
    let dated = |number, date| {
        Fixture::new(date, number)
            .diagnosis("C50.4", None, None)
            .diagnosed(date)
    };
    let facts = [
        dated(1, "2024"),
        dated(2, "2024-03-16"),
        dated(3, "2024-03-15"),
    ];
    assert_eq!(tumour(&facts).diagnosed.unwrap().value, "2024-03-15");
    assert_eq!(tumour(&facts[..1]).diagnosed.unwrap().value, "2024");
}

/// A laboratory's finding on a specimen that was taken on a day.
fn sampled(number: u8, day: &str, morphology: Option<&str>) -> Fixture {
    Fixture::new(&format!("sampled-{number}"), number)
        .kind("pathology")
        .diagnosis("C50.4", morphology, None)
        .event(
            Noun::Pathology,
            TumourClue::default(),
            &[("collected", day)],
        )
}

#[test]
fn the_day_of_the_specimen_that_verified_the_tumour_dates_it_where_it_came_first() {
    let clinic = Fixture::new("clinic", 1)
        .diagnosis("C50.4", None, None)
        .diagnosed("2024-03-16");
    let verified = sampled(2, "2024-03-10", Some("8500/3"));
    let diagnosed = tumour(&[clinic.clone(), verified.clone()])
        .diagnosed
        .unwrap();
    let told = (diagnosed.value.as_str(), &*diagnosed.rule);
    assert_eq!(told, ("2024-03-10", "earliest-verification"));
    assert_eq!(diagnosed.submission, verified.0.submission);
    let later = sampled(2, "2024-04-01", Some("8500/3"));
    let unverified = sampled(2, "2024-03-10", None);
    for other in [later, unverified] {
        let diagnosed = tumour(&[clinic.clone(), other]).diagnosed.unwrap();
        assert_eq!(
            (diagnosed.value.as_str(), &*diagnosed.rule),
            ("2024-03-16", "earliest")
        );
    }
}

#[test]
fn death_dates_a_tumour_only_where_nothing_else_does() {
    let undated = Fixture::new("clinic", 1).diagnosis("C50.4", None, None);
    let dead = |facts: Fixture| {
        facts.event(
            Noun::Death,
            TumourClue::default(),
            &[("deceased", "2024-05-01")],
        )
    };
    let diagnosed = tumour(&[dead(undated.clone())]).diagnosed.unwrap();
    assert_eq!(
        (diagnosed.value.as_str(), &*diagnosed.rule),
        ("2024-05-01", "death")
    );
    let dated = dead(undated.diagnosed("2024-03-16"));
    assert_eq!(tumour(&[dated]).diagnosed.unwrap().value, "2024-03-16");
}

#[test]
fn an_unknown_sex_never_takes_the_place_of_a_known_one() {
    let known = Fixture::new("a", 1).diagnosis("C50.4", None, None);
    let mut unknown = Fixture::new("b", 2).diagnosis("C50.4", None, None);
    unknown.0.patient.sex = Some("unknown".to_owned());
    let case = link(&person(1), &[known.0, unknown.0]).unwrap();
    let sex = case.sex.unwrap();
    assert_eq!(sex.value, "female");
    assert_eq!(sex.element, "Bundle.entry[2].resource.gender");
}
