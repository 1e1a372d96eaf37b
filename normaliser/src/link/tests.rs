//! Facts become tumours, and the undecided waits for a registrar.

mod ruled;
mod verbs;

use caseway_proto::{Case, Noun, TumourClue};
use caseway_store::Facts;
use proptest::prelude::*;

use super::{Rulings, link};
use crate::testing::{Fixture, person};

fn linked(facts: &[Fixture]) -> Option<Case> {
    let facts: Vec<Facts> = facts.iter().map(|fixture| fixture.0.clone()).collect();
    link(&person(1), &facts)
}

fn case(facts: &[Fixture]) -> Case {
    linked(facts).unwrap()
}

fn organs(case: &Case) -> Vec<&str> {
    case.tumours
        .iter()
        .map(|tumour| tumour.organ.as_str())
        .collect()
}

fn reasons(case: &Case) -> Vec<&str> {
    case.reviews
        .iter()
        .map(|review| review.reason.as_str())
        .collect()
}

fn breast(report: &str, number: u8) -> Fixture {
    Fixture::new(report, number).diagnosis("C50.4", Some("8500/3"), Some("left"))
}

fn marker(report: &str, number: u8) -> Fixture {
    Fixture::new(report, number).event(Noun::Marker, TumourClue::default(), &[("er", "90")])
}

#[test]
fn reports_about_one_organ_are_one_tumour() {
    let case = case(&[
        breast("a", 1),
        Fixture::new("b", 2).diagnosis("C50.9", None, None),
    ]);
    assert_eq!(organs(&case), ["C50"]);
    assert_eq!(case.tumours[0].events.len(), 2);
    assert_eq!(case.tumours[0].events[0].because, "same-organ");
    assert!(case.reviews.is_empty());
}

#[test]
fn two_organs_are_two_tumours_numbered_by_date() {
    let breast = breast("a", 1).diagnosed("2024-03-16");
    let colon = Fixture::new("b", 2)
        .diagnosis("C18.7", None, None)
        .diagnosed("2019-01-01");
    let case = case(&[breast, colon]);
    assert_eq!(organs(&case), ["C18", "C50"]);
    assert_eq!(case.tumours[1].number, 2);
}

fn right(report: &str, number: u8) -> Fixture {
    Fixture::new(report, number).diagnosis("C50.4", Some("8500/3"), Some("right"))
}

/// The sizes of the tumours, by number.
fn sizes(case: &Case) -> Vec<usize> {
    let tumours = case.tumours.iter();
    tumours.map(|tumour| tumour.events.len()).collect()
}

#[test]
fn both_sides_of_a_paired_organ_are_two_tumours() {
    let again = Fixture::new("c", 3).diagnosis("C50.9", None, Some("right"));
    let case = case(&[breast("a", 1), right("b", 2), again]);
    assert_eq!(organs(&case), ["C50", "C50"]);
    assert_eq!(sizes(&case), [1, 2]);
    assert_eq!(case.tumours[1].events[0].because, "recorded-apart");
    assert!(case.reviews.is_empty());
}

#[test]
fn an_operation_on_the_other_side_makes_no_second_tumour() {
    let clue = TumourClue {
        topography: Some("C50.4".into()),
        laterality: Some("right".into()),
        ..TumourClue::default()
    };
    let operation = Fixture::new("b", 2).event(Noun::Surgery, clue, &[]);
    let case = case(&[breast("a", 1), operation]);
    assert_eq!(sizes(&case), [2]);
    assert_eq!(case.tumours[0].events[1].because, "same-organ");
    assert!(case.reviews.is_empty());
}

#[test]
fn a_fact_without_a_side_waits_where_both_sides_have_a_tumour() {
    let vague = Fixture::new("c", 3).diagnosis("C50.9", Some("8500/3"), None);
    let case = case(&[breast("a", 1), right("b", 2), vague]);
    assert_eq!(sizes(&case), [1, 1]);
    assert_eq!(reasons(&case), ["which-tumour-of-organ"]);
}

#[test]
fn a_fact_without_a_side_goes_where_its_specimen_has_one() {
    let laboratory = Fixture::new("c", 3)
        .diagnosis("C50.9", Some("8500/3"), None)
        .specimen("03|7");
    let case = case(&[breast("a", 1), right("b", 2).specimen("03|7"), laboratory]);
    assert!(case.reviews.is_empty());
    assert_eq!(sizes(&case), [1, 2]);
}

#[test]
fn ovaries_wilms_tumours_and_retinoblastomas_are_one_for_both_sides() {
    for (site, morphology) in [
        ("C56.9", "8441/3"),
        ("C64.9", "8960/3"),
        ("C69.2", "9510/3"),
    ] {
        let side = |report: &str, number, side| {
            Fixture::new(report, number).diagnosis(site, Some(morphology), Some(side))
        };
        let case = case(&[side("a", 1, "left"), side("b", 2, "right")]);
        assert_eq!(sizes(&case), [2], "{morphology}");
    }
}

#[test]
fn two_histologies_of_one_side_are_two_tumours_and_an_unspecified_one_waits() {
    let squamous = Fixture::new("b", 2).diagnosis("C50.4", Some("8070/3"), Some("left"));
    let both = case(&[breast("a", 1), squamous.clone()]);
    assert_eq!(sizes(&both), [1, 1]);
    let unspecified = Fixture::new("c", 3).diagnosis("C50.4", Some("8010/3"), Some("left"));
    assert_eq!(sizes(&case(&[breast("a", 1), unspecified.clone()])), [2]);
    let three = case(&[breast("a", 1), squamous, unspecified]);
    assert_eq!(reasons(&three), ["which-tumour-of-organ"]);
}

#[test]
fn what_contradicts_every_tumour_is_one_of_its_own() {
    let adenocarcinoma = right("b", 2);
    let squamous = Fixture::new("c", 3).diagnosis("C50.4", Some("8070/3"), Some("right"));
    let left = Fixture::new("a", 1).diagnosis("C50.9", None, Some("left"));
    let case = case(&[left, adenocarcinoma, squamous]);
    assert_eq!(sizes(&case), [1, 1, 1]);
    assert!(case.reviews.is_empty());
}

#[test]
fn an_organ_where_nothing_tells_the_tumours_apart_waits_whole() {
    let left = Fixture::new("a", 1).diagnosis("C50.9", None, Some("left"));
    let of_right = Fixture::new("b", 2).diagnosis("C50.9", Some("8500/3"), None);
    let other = Fixture::new("c", 3).diagnosis("C50.9", Some("8070/3"), None);
    let also_right = Fixture::new("d", 4).diagnosis("C50.9", None, Some("right"));
    let case = case(&[left, of_right, other, also_right]);
    assert!(case.tumours.is_empty());
    assert_eq!(reasons(&case), ["two-sides"]);
}

#[test]
fn colon_and_skin_are_recorded_by_sub_site_and_other_organs_are_not() {
    let at =
        |report: &str, number, site: &str| Fixture::new(report, number).diagnosis(site, None, None);
    let case_of = |sites: [&str; 2]| case(&[at("a", 1, sites[0]), at("b", 2, sites[1])]);
    assert_eq!(sizes(&case_of(["C18.2", "C18.7"])), [1, 1]);
    assert_eq!(sizes(&case_of(["C18.2", "C18.9"])), [2]);
    assert_eq!(sizes(&case_of(["C34.1", "C34.3"])), [2]);
}

#[test]
fn reports_on_one_specimen_are_about_one_tumour_even_where_they_disagree() {
    let at = |report: &str, number, site| {
        Fixture::new(report, number)
            .diagnosis(site, Some("8140/3"), None)
            .specimen("03|1")
    };
    let case = case(&[at("a", 1, "C18.6"), at("b", 2, "C18.7")]);
    assert_eq!(sizes(&case), [2]);
    assert!(case.reviews.is_empty());
}

#[test]
fn one_report_may_find_two_tumours_in_one_specimen() {
    let report = Fixture::new("a", 1)
        .diagnosis("C18.2", Some("8140/3"), None)
        .diagnosis("C18.7", Some("8140/3"), None)
        .specimen("03|1");
    assert_eq!(sizes(&case(&[report])), [1, 1]);
}

#[test]
fn lymphomas_of_different_groups_are_two_tumours_wherever_they_sit() {
    let node = Fixture::new("a", 1).diagnosis("C77.9", Some("9680/3"), None);
    let stomach = Fixture::new("b", 2).diagnosis("C16.9", Some("9680/3"), None);
    let hodgkin = Fixture::new("c", 3).diagnosis("C77.0", Some("9650/3"), None);
    // Of one date, they stand in the order of their names: group 11 before group 9.
    assert_eq!(sizes(&case(&[node, stomach, hodgkin])), [1, 2]);
}

#[test]
fn facts_without_an_organ_join_the_only_tumour() {
    let case = case(&[breast("a", 1), marker("b", 2)]);
    let joined = case.tumours[0]
        .events
        .iter()
        .find(|linked| linked.event.noun == Noun::Marker);
    assert_eq!(joined.unwrap().because, "only-tumour");
}

#[test]
fn facts_without_an_organ_wait_where_there_are_two_tumours_or_none() {
    let colon = Fixture::new("b", 2).diagnosis("C18.7", None, None);
    let two = case(&[breast("a", 1), colon, marker("c", 3)]);
    assert_eq!(reasons(&two), ["which-tumour"]);
    assert_eq!(reasons(&case(&[marker("c", 3)])), ["organ-unknown"]);
}

#[test]
fn facts_without_an_organ_join_the_report_on_the_same_specimen() {
    let colon = Fixture::new("b", 2)
        .diagnosis("C18.7", None, None)
        .specimen("03|2");
    let case = case(&[
        breast("a", 1).specimen("03|1"),
        colon,
        marker("c", 3).specimen("03|2"),
    ]);
    assert!(case.reviews.is_empty());
    let joined = case
        .tumours
        .iter()
        .find(|tumour| tumour.organ == "C18")
        .unwrap();
    assert!(
        joined
            .events
            .iter()
            .any(|linked| linked.because == "shared-specimen")
    );
}

#[test]
fn a_specimen_of_two_organs_decides_nothing() {
    let colon = Fixture::new("b", 2)
        .diagnosis("C18.7", None, None)
        .specimen("03|1");
    let case = case(&[
        breast("a", 1).specimen("03|1"),
        colon,
        marker("c", 3).specimen("03|1"),
    ]);
    assert_eq!(reasons(&case), ["specimen-of-two-tumours"]);
}

#[test]
fn a_specimen_of_a_contested_organ_waits_with_it() {
    let facts = [
        Fixture::new("a", 1)
            .diagnosis("C50.9", None, Some("left"))
            .specimen("03|1"),
        Fixture::new("b", 2).diagnosis("C50.9", None, Some("right")),
        Fixture::new("d", 4).diagnosis("C50.9", Some("8500/3"), None),
        Fixture::new("e", 5).diagnosis("C50.9", Some("8070/3"), None),
        marker("c", 3).specimen("03|1"),
    ];
    let case = case(&facts);
    assert_eq!(reasons(&case), ["two-sides"]);
    assert_eq!(case.reviews[0].events.len(), 5);
}

#[test]
fn a_death_belongs_to_every_tumour() {
    let colon = Fixture::new("b", 2).diagnosis("C18.7", None, None);
    let death = Fixture::new("c", 3).event(Noun::Death, TumourClue::default(), &[]);
    let case = case(&[breast("a", 1), colon, death]);
    assert!(case.reviews.is_empty());
    let holds = |tumour: &caseway_proto::Tumour| {
        tumour
            .events
            .iter()
            .any(|linked| linked.because == "whole-person")
    };
    assert!(case.tumours.iter().all(holds));
}

#[test]
fn an_unspecified_site_stands_alone_and_waits_beside_another() {
    let vague = Fixture::new("b", 2).diagnosis("C80.9", None, None);
    assert_eq!(organs(&case(std::slice::from_ref(&vague))), ["C80"]);
    let both = case(&[breast("a", 1), vague]);
    assert_eq!(organs(&both), ["C50"]);
    assert_eq!(reasons(&both), ["unspecified-site"]);
}

#[test]
fn treatment_alone_founds_no_tumour() {
    let clue = TumourClue {
        topography: Some("C50.4".into()),
        ..TumourClue::default()
    };
    let operation = Fixture::new("a", 1).event(Noun::Surgery, clue, &[]);
    assert_eq!(reasons(&case(&[operation])), ["not-diagnosed"]);
}

#[test]
fn the_newest_version_replaces_the_others_however_late_they_arrive() {
    let corrected = Fixture::new("a", 2).diagnosis("C18.7", None, None);
    assert_eq!(organs(&case(&[breast("a", 1), corrected.clone()])), ["C18"]);
    let mut late = breast("a", 1);
    late.0.position = caseway_proto::Position(9);
    assert_eq!(organs(&case(&[corrected, late])), ["C18"]);
}

#[test]
fn a_retraction_leaves_nothing() {
    assert_eq!(linked(&[breast("a", 1), breast("a", 2).retracting()]), None);
}

#[test]
fn a_correction_that_moves_a_report_to_another_person_leaves_nothing_behind() {
    let moved = breast("a", 2).of(person(2));
    assert_eq!(linked(&[breast("a", 1), moved.clone()]), None);
    let facts = [breast("a", 1).0, moved.0];
    assert_eq!(organs(&link(&person(2), &facts).unwrap()), ["C50"]);
}

/// Versions of four reports, some retracting, some moved, in a few organs.
fn versions() -> impl Strategy<Value = Vec<Facts>> {
    let site = prop_oneof![Just("C50.4"), Just("C18.7"), Just("C80.9"), Just("C34.1")];
    let laterality = prop_oneof![Just(None), Just(Some("left")), Just(Some("right"))];
    let histology = prop_oneof![Just(None), Just(Some("8500/3")), Just(Some("8070/3"))];
    let one = (0..4_u8, site, laterality, histology, 0..10_u8);
    prop::collection::vec(one, 1..8).prop_map(|all| {
        let facts = (1..)
            .zip(all)
            .map(|(number, (report, site, laterality, histology, turn))| {
                let fixture = Fixture::new(&report.to_string(), number)
                    .diagnosis(site, histology, laterality)
                    .diagnosed("2024-03-16")
                    .specimen(&format!("03|{report}"))
                    .event(Noun::Marker, TumourClue::default(), &[("er", "90")]);
                match turn {
                    0 => fixture.retracting().0,
                    1 => fixture.of(person(2)).0,
                    _ => fixture.0,
                }
            });
        facts.collect()
    })
}

fn shuffled() -> impl Strategy<Value = (Vec<Facts>, Vec<Facts>)> {
    versions().prop_flat_map(|facts| (Just(facts.clone()), Just(facts).prop_shuffle()))
}

proptest! {
    #[test]
    fn the_case_is_the_same_for_every_order_of_facts((facts, shuffled) in shuffled()) {
        for number in [1, 2] {
            prop_assert_eq!(link(&person(number), &facts), link(&person(number), &shuffled));
        }
    }

    #[test]
    fn every_fact_that_counts_stands_in_one_place(facts in versions()) {
        let versions = super::ready(&facts);
        let count = super::counting(&person(1), &versions, &Rulings::default())
            .iter()
            .map(|version| version.facts.events.len())
            .sum::<usize>();
        let placed = link(&person(1), &facts).map_or(0, |case| {
            let linked = case.tumours.iter().map(|tumour| tumour.events.len());
            let waiting = case.reviews.iter().map(|review| review.events.len());
            linked.chain(waiting).sum()
        });
        prop_assert_eq!(placed, count);
    }
}
