//! What registrars rule goes before what the rules of linkage make of it.

use std::collections::BTreeSet;

use caseway_proto::{Case, Noun, Position, TumourClue};
use caseway_store::{Facts, RulingEntry, Says};
use proptest::prelude::*;

use super::{breast, marker, reasons, right, sizes, versions};
use crate::link_ruled;
use crate::testing::{Fixture, apart, moved, part, person, ruling, together};

fn ruled(facts: &[Fixture], rulings: &[RulingEntry]) -> Case {
    let facts: Vec<Facts> = facts.iter().map(|fixture| fixture.0.clone()).collect();
    link_ruled(&person(1), &facts, rulings).unwrap()
}

/// A diagnosis of a breast that does not tell the side.
fn vague(report: &str, number: u8) -> Fixture {
    Fixture::new(report, number).diagnosis("C50.9", Some("8500/3"), None)
}

/// The reports that each tumour has facts of, by number.
fn reports<'f>(case: &Case, facts: &'f [Fixture]) -> Vec<BTreeSet<&'f str>> {
    let of = |tumour: &caseway_proto::Tumour| {
        let events = tumour.events.iter();
        let submissions: BTreeSet<_> = events
            .map(|linked| linked.event.provenance.submission)
            .collect();
        let own = facts
            .iter()
            .filter(|fixture| submissions.contains(&fixture.0.submission));
        own.map(|fixture| fixture.0.report_key.as_str()).collect()
    };
    case.tumours.iter().map(of).collect()
}

#[test]
fn what_waits_joins_the_tumour_it_is_ruled_to_be() {
    let facts = [breast("a", 1), right("b", 2), vague("c", 3)];
    assert_eq!(reasons(&ruled(&facts, &[])), ["which-tumour-of-organ"]);
    let case = ruled(&facts, &[ruling(9, vec![together(&["c", "b"])])]);
    assert!(case.reviews.is_empty());
    let expected = [BTreeSet::from(["a"]), BTreeSet::from(["b", "c"])];
    assert_eq!(reports(&case, &facts), expected);
    assert_eq!(case.tumours[1].rulings, [Position(9)]);
    assert!(case.tumours[0].rulings.is_empty());
    let told = &case.rulings[0];
    assert_eq!((told.ruling, &*told.verb), (Position(9), "same-tumour"));
    assert_eq!(
        (&*told.reason, &*told.registrar),
        ("seen at the meeting", "registrar")
    );
    let because: BTreeSet<_> = case.tumours[1]
        .events
        .iter()
        .map(|linked| &*linked.because)
        .collect();
    assert_eq!(because, BTreeSet::from(["recorded-apart", "ruling"]));
}

#[test]
fn two_tumours_that_are_ruled_one_are_one_and_what_has_no_organ_joins_it() {
    let colon = Fixture::new("b", 2).diagnosis("C18.7", None, None);
    let facts = [breast("a", 1), colon, marker("c", 3)];
    assert_eq!(reasons(&ruled(&facts, &[])), ["which-tumour"]);
    let case = ruled(&facts, &[ruling(9, vec![together(&["a", "b"])])]);
    assert_eq!((sizes(&case), case.reviews.len()), (vec![3], 0));
}

#[test]
fn what_waited_between_two_tumours_belongs_to_the_one_they_are_ruled_to_be() {
    let facts = [breast("a", 1), right("b", 2), vague("c", 3)];
    let merged = ruling(8, vec![together(&["a", "b"])]);
    let case = ruled(&facts, std::slice::from_ref(&merged));
    assert_eq!((sizes(&case), case.reviews.len()), (vec![3], 0));
    let not_that = ruling(9, vec![apart("c", "a")]);
    let case = ruled(&facts, &[merged, not_that]);
    assert_eq!(sizes(&case), [2]);
    assert_eq!(reasons(&case), ["which-tumour-of-organ"]);
}

#[test]
fn what_waited_between_three_tumours_waits_until_all_are_ruled_one() {
    let squamous = Fixture::new("d", 4).diagnosis("C50.4", Some("8070/3"), Some("right"));
    let facts = [breast("a", 1), right("b", 2), squamous, vague("c", 3)];
    assert_eq!(sizes(&ruled(&facts, &[])), [1, 1, 1]);
    let of = |reports| ruled(&facts, &[ruling(8, vec![together(reports)])]);
    let case = of(&["b", "d"]);
    assert_eq!(
        (sizes(&case), reasons(&case)),
        (vec![1, 2], vec!["which-tumour-of-organ"])
    );
    // It says a histology of the left and of one of the right: those two are what it waits for.
    let case = of(&["a", "b"]);
    assert_eq!((sizes(&case), case.reviews.len()), (vec![3, 1], 0));
}

#[test]
fn what_is_ruled_apart_is_two_tumours_and_what_comes_later_waits() {
    let split = [ruling(
        9,
        vec![together(&["b"]), together(&["a"]), apart("b", "a")],
    )];
    let mut facts = vec![breast("a", 1), breast("b", 2)];
    assert_eq!(sizes(&ruled(&facts, &[])), [2]);
    let case = ruled(&facts, &split);
    assert_eq!((sizes(&case), case.reviews.len()), (vec![1, 1], 0));
    facts.push(breast("c", 3));
    facts.push(marker("d", 4));
    let case = ruled(&facts, &split);
    assert_eq!(sizes(&case), [1, 1]);
    assert_eq!(reasons(&case), ["ruled-apart", "which-tumour"]);
}

#[test]
fn what_shares_a_specimen_with_a_ruled_tumour_follows_it() {
    let facts = [
        breast("a", 1).specimen("03|1"),
        breast("b", 2).specimen("03|2"),
        breast("c", 3).specimen("03|2"),
    ];
    let case = ruled(&facts, &[ruling(9, vec![apart("a", "b")])]);
    let mut tumours = reports(&case, &facts);
    tumours.sort();
    assert_eq!(tumours, [BTreeSet::from(["a"]), BTreeSet::from(["b", "c"])]);
    assert!(case.reviews.is_empty());
}

#[test]
fn marks_that_tell_the_tumours_apart_later_need_no_ruling_and_contradict_none() {
    let split = [ruling(9, vec![apart("a", "b")])];
    let facts = [breast("a", 1), right("b", 2), right("c", 3)];
    let case = ruled(&facts, &split);
    assert_eq!((sizes(&case), case.reviews.len()), (vec![1, 2], 0));
}

#[test]
fn what_waits_founds_the_tumour_it_is_ruled_to_be() {
    let facts = [breast("a", 1), right("b", 2), vague("c", 3)];
    let says = vec![together(&["c"]), apart("c", "a"), apart("c", "b")];
    let case = ruled(&facts, &[ruling(9, says)]);
    assert_eq!((sizes(&case), case.reviews.len()), (vec![1, 1, 1], 0));
}

#[test]
fn facts_without_a_diagnosis_found_no_tumour_however_they_are_ruled() {
    let facts = [marker("a", 1), marker("b", 2)];
    let case = ruled(&facts, &[ruling(9, vec![together(&["a", "b"])])]);
    assert_eq!(reasons(&case), ["organ-unknown"]);
    assert_eq!(case.reviews[0].events.len(), 2);
}

#[test]
fn facts_that_are_ruled_together_go_by_the_specimens_of_all_of_them() {
    let colon = Fixture::new("b", 2).diagnosis("C18.7", None, None);
    let facts = [
        breast("a", 1).specimen("03|1"),
        colon.specimen("03|2"),
        marker("c", 3).specimen("03|1"),
        marker("d", 4),
        marker("e", 5).specimen("03|2"),
    ];
    let of = |reports| ruled(&facts, &[ruling(9, vec![together(reports)])]);
    let case = of(&["c", "d"]);
    assert_eq!(case.reviews.len(), 0);
    let mut tumours = reports(&case, &facts);
    tumours.sort();
    assert_eq!(
        tumours,
        [BTreeSet::from(["a", "c", "d"]), BTreeSet::from(["b", "e"])]
    );
    assert_eq!(
        reasons(&of(&["c", "e"])),
        ["specimen-of-two-tumours", "which-tumour"]
    );
}

#[test]
fn an_organ_that_was_set_aside_whole_is_settled_piece_by_piece() {
    let facts = [
        Fixture::new("a", 1).diagnosis("C50.9", None, Some("left")),
        vague("b", 2),
        Fixture::new("c", 3).diagnosis("C50.9", Some("8070/3"), None),
        Fixture::new("d", 4).diagnosis("C50.9", None, Some("right")),
        marker("e", 5),
    ];
    assert_eq!(reasons(&ruled(&facts, &[])), ["two-sides", "which-tumour"]);
    let one = ruling(8, vec![together(&["a", "b"])]);
    let case = ruled(&facts, std::slice::from_ref(&one));
    assert_eq!(reasons(&case), ["two-sides", "which-tumour"]);
    let case = ruled(&facts, &[one, ruling(9, vec![together(&["a", "c", "d"])])]);
    assert_eq!((sizes(&case), case.reviews.len()), (vec![5], 0));
}

#[test]
fn what_is_ruled_apart_from_the_only_tumour_does_not_join_it() {
    let facts = [
        breast("a", 1).specimen("03|1"),
        marker("b", 2).specimen("03|1"),
    ];
    let case = ruled(&facts, &[ruling(9, vec![apart("b", "a")])]);
    assert_eq!(sizes(&case), [1]);
    assert_eq!(reasons(&case), ["ruled-apart"]);
}

#[test]
fn a_death_belongs_to_every_tumour_whatever_is_ruled() {
    let death = breast("c", 3).event(Noun::Death, TumourClue::default(), &[]);
    let facts = [breast("a", 1), death];
    let case = ruled(&facts, &[ruling(9, vec![apart("a", "c")])]);
    let holds = |tumour: &caseway_proto::Tumour| {
        let mut events = tumour.events.iter();
        events.any(|linked| linked.event.noun == Noun::Death)
    };
    assert_eq!(case.tumours.len(), 2);
    assert!(case.tumours.iter().all(holds));
}

#[test]
fn one_tumour_of_a_report_that_tells_of_two_is_ruled_about_by_its_number() {
    let both = Fixture::new("a", 1)
        .diagnosis("C50.4", Some("8500/3"), Some("left"))
        .diagnosis("C50.4", Some("8500/3"), Some("right"));
    let facts = [both, vague("c", 3)];
    let mut right = part("a");
    right.tumour = Some(2);
    let says = vec![Says::Together(vec![right, part("c")])];
    let case = ruled(&facts, &[ruling(9, says)]);
    assert_eq!((sizes(&case), case.reviews.len()), (vec![1, 2], 0));
    let sides: Vec<_> = case
        .tumours
        .iter()
        .map(|tumour| &tumour.laterality)
        .collect();
    assert_eq!(sides[1].as_ref().unwrap().value, "right");
}

#[test]
fn a_later_ruling_goes_before_an_earlier_one_which_is_told() {
    let facts = [breast("a", 1), breast("b", 2), breast("c", 3)];
    let joins = vec![together(&["a", "b"]), together(&["b", "c"])];
    let rulings = [ruling(8, joins), ruling(9, vec![apart("a", "c")])];
    let case = ruled(&facts, &rulings);
    assert_eq!(case.tumours.len(), 2, "{:?}", reasons(&case));
    assert_eq!(reasons(&case), ["overruled"]);
    assert!(case.reviews[0].sentence.contains("Ruling 8 (same-tumour)"));
    assert_eq!(case.rulings[0].overruled_by, Some(Position(9)));
    assert_eq!(case.rulings[1].overruled_by, None);
    let rulings = [
        ruling(8, vec![apart("a", "c")]),
        ruling(9, vec![together(&["a", "c"])]),
    ];
    let case = ruled(&facts, &rulings);
    assert_eq!((sizes(&case), reasons(&case)), (vec![3], vec!["overruled"]));
}

#[test]
fn a_withdrawn_ruling_leaves_nothing_and_a_withdrawn_withdrawal_brings_it_back() {
    let facts = [breast("a", 1), breast("b", 2)];
    let undo = |at, of| ruling(at, vec![Says::Withdrawn(Position(of))]);
    let mut rulings = vec![ruling(7, vec![apart("a", "b")]), undo(8, 7)];
    let case = ruled(&facts, &rulings);
    assert_eq!(sizes(&case), [2]);
    assert_eq!(case.tumours, ruled(&facts, &[]).tumours);
    assert_eq!(case.rulings[0].undoes, Some(Position(7)));
    rulings.push(undo(9, 8));
    let case = ruled(&facts, &rulings);
    assert_eq!(sizes(&case), [1, 1]);
}

#[test]
fn a_ruling_about_a_report_that_is_not_there_waits_for_it() {
    let rulings = [ruling(9, vec![together(&["c", "b"])])];
    let mut facts = vec![breast("a", 1), right("b", 2), vague("c", 3)];
    facts.push(vague("c", 4).retracting());
    let case = ruled(&facts, &rulings);
    assert_eq!((sizes(&case), case.reviews.len()), (vec![1, 1], 0));
    assert_eq!(case.rulings.len(), 1);
    facts.push(vague("c", 5));
    assert_eq!(sizes(&ruled(&facts, &rulings)), [1, 2]);
}

#[test]
fn a_report_of_the_wrong_person_counts_for_the_other_or_waits_by_itself() {
    let facts = [breast("a", 1).0, right("b", 2).0];
    let of = |number, rulings: &[RulingEntry]| link_ruled(&person(number), &facts, rulings);
    let to_two = [ruling(8, vec![moved(Some("b"), person(1), person(2))])];
    assert_eq!(sizes(&of(1, &to_two).unwrap()), [1]);
    let other = of(2, &to_two).unwrap();
    assert_eq!(other.tumours[0].rulings, [Position(8)]);
    let unknown = caseway_proto::Person::unknown(facts[1].sender, "b");
    let nobody = [ruling(8, vec![moved(Some("b"), person(1), unknown)])];
    assert_eq!(sizes(&of(1, &nobody).unwrap()), [1]);
    let alone = link_ruled(&unknown, &facts, &nobody).unwrap();
    assert!(alone.tumours.is_empty());
    assert_eq!(reasons(&alone), ["unknown-person"]);
}

#[test]
fn a_case_tells_the_ruling_that_came_with_a_corrected_report() {
    let facts = [
        breast("a", 1).0,
        breast("b", 2).0,
        breast("a", 3).of(person(2)).0,
        breast("b", 4).of(person(2)).0,
        breast("c", 5).of(person(2)).0,
    ];
    let case = link_ruled(&person(2), &facts, &[ruling(9, vec![apart("a", "b")])]).unwrap();
    assert_eq!(sizes(&case), [1, 1]);
    assert_eq!(case.rulings[0].ruling, Position(9));
}

#[test]
fn two_persons_that_are_ruled_one_have_one_case_until_it_is_undone() {
    let facts = [breast("a", 1).0, breast("b", 2).of(person(2)).0];
    let same = ruling(8, vec![moved(None, person(2), person(1))]);
    let of = |number, rulings: &[RulingEntry]| link_ruled(&person(number), &facts, rulings);
    assert_eq!(sizes(&of(1, std::slice::from_ref(&same)).unwrap()), [2]);
    assert_eq!(of(2, std::slice::from_ref(&same)), None);
    let undone = [same, ruling(9, vec![Says::Withdrawn(Position(8))])];
    assert_eq!(sizes(&of(1, &undone).unwrap()), [1]);
    assert_eq!(sizes(&of(2, &undone).unwrap()), [1]);
}

#[test]
fn moves_that_lead_in_a_circle_are_overruled_by_the_later() {
    let facts = [breast("a", 1).0, breast("b", 2).of(person(2)).0];
    let rulings = [
        ruling(8, vec![moved(None, person(2), person(1))]),
        ruling(9, vec![moved(None, person(1), person(2))]),
    ];
    assert_eq!(link_ruled(&person(1), &facts, &rulings), None);
    let case = link_ruled(&person(2), &facts, &rulings).unwrap();
    assert_eq!(sizes(&case), [2]);
    assert_eq!(reasons(&case), ["overruled"]);
}

#[test]
fn a_report_that_is_moved_back_is_where_it_was() {
    let facts = [breast("a", 1).0];
    let unknown = caseway_proto::Person::unknown(facts[0].sender, "a");
    let rulings = [
        ruling(8, vec![moved(Some("a"), person(1), unknown)]),
        ruling(9, vec![moved(Some("a"), unknown, person(1))]),
    ];
    let case = link_ruled(&person(1), &facts, &rulings).unwrap();
    assert_eq!((sizes(&case), reasons(&case)), (vec![1], vec!["overruled"]));
    assert_eq!(link_ruled(&unknown, &facts, &rulings), None);
}

/// Rulings of every kind about the reports that [`versions`] makes.
fn rulings() -> impl Strategy<Value = Vec<RulingEntry>> {
    let report = || (0..4_u8).prop_map(|report| report.to_string());
    let pair = (report(), report());
    let says = prop_oneof![
        3 => pair.clone().prop_map(|(one, other)| together(&[&one, &other])),
        3 => pair.clone().prop_map(|(one, other)| apart(&one, &other)),
        1 => (pair, 0..3_u32).prop_map(|((one, other), number)| {
            let mut named = part(&one);
            named.tumour = Some(number);
            Says::Together(vec![named, part(&other)])
        }),
        1 => report().prop_map(|one| moved(Some(&one), person(1), person(2))),
        1 => Just(moved(None, person(2), person(1))),
        2 => (0..6_i64).prop_map(|at| Says::Withdrawn(Position(at))),
    ];
    let each = prop::collection::vec(says, 1..3);
    prop::collection::vec(each, 0..6).prop_map(|all| {
        let all = (0..).zip(all);
        all.map(|(position, says)| ruling(position, says)).collect()
    })
}

/// Reports that [`versions`] does not make: some without a diagnosis, on specimens that
/// others share, and some that tell of two tumours.
fn mixed() -> impl Strategy<Value = Vec<Facts>> {
    let site = prop_oneof![Just("C50.4"), Just("C50.9"), Just("C18.7"), Just("C80.9")];
    let laterality = prop_oneof![Just(None), Just(Some("left")), Just(Some("right"))];
    let one = (0..4_u8, site, laterality, 0..3_u8, 0..4_u8);
    prop::collection::vec(one, 1..8).prop_map(|all| {
        let facts = (1..)
            .zip(all)
            .map(|(number, (report, site, laterality, specimen, turn))| {
                let fixture = marker(&report.to_string(), number);
                let fixture = match turn {
                    0 => fixture,
                    1 => fixture
                        .diagnosis(site, None, laterality)
                        .diagnosis("C18.2", None, None),
                    _ => fixture.diagnosis(site, Some("8500/3"), laterality),
                };
                match specimen {
                    0 => fixture.0,
                    _ => fixture.specimen(&format!("03|{specimen}")).0,
                }
            });
        facts.collect()
    })
}

fn all() -> impl Strategy<Value = Vec<Facts>> {
    prop_oneof![versions(), mixed()]
}

proptest! {
    #[test]
    fn the_case_is_the_same_for_every_order_of_facts_and_rulings(
        (facts, others) in all()
            .prop_flat_map(|facts| (Just(facts.clone()), Just(facts).prop_shuffle())),
        (in_order, shuffled) in rulings()
            .prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
    ) {
        for number in [1, 2] {
            let case = link_ruled(&person(number), &facts, &in_order);
            prop_assert_eq!(case, link_ruled(&person(number), &others, &shuffled));
        }
    }

    #[test]
    fn every_fact_stands_in_one_place_whatever_is_ruled(
        facts in all(),
        rulings in rulings(),
    ) {
        let sorted = super::Rulings::new(&rulings);
        for number in [1, 2] {
            let versions = super::super::ready(&facts);
            let counting = super::super::counting(&person(number), &versions, &sorted);
            let count: usize = counting.iter().map(|version| version.facts.events.len()).sum();
            let placed = link_ruled(&person(number), &facts, &rulings).map_or(0, |case| {
                let linked = case.tumours.iter().map(|tumour| tumour.events.len());
                let waiting = case.reviews.iter().map(|review| review.events.len());
                linked.chain(waiting).sum()
            });
            prop_assert_eq!(placed, count);
        }
    }

    #[test]
    fn no_two_tumours_share_what_a_ruling_that_counts_joins(
        facts in all(),
        rulings in rulings(),
    ) {
        let case = link_ruled(&person(1), &facts, &rulings);
        for told in case.iter().flat_map(|case| &case.rulings) {
            let entry = rulings.iter().find(|entry| entry.position == told.ruling).unwrap();
            let says = entry.ruling.says.iter().filter(|_| told.overruled_by.is_none());
            let joined = says.filter_map(|says| match says {
                Says::Together(parts) if parts.iter().all(|part| part.tumour.is_none()) => {
                    Some(parts.iter().map(|part| part.report_key.as_str()))
                }
                _ => None,
            });
            for keys in joined {
                let keys: BTreeSet<&str> = keys.collect();
                let of = |submission| facts.iter().find(|facts| facts.submission == submission);
                let holds = |tumour: &&caseway_proto::Tumour| {
                    let mut events = tumour.events.iter();
                    events.any(|linked| {
                        of(linked.event.provenance.submission)
                            .is_some_and(|facts| keys.contains(facts.report_key.as_str()))
                    })
                };
                let tumours = case.iter().flat_map(|case| &case.tumours);
                prop_assert!(tumours.filter(holds).count() <= 1);
            }
        }
    }

    #[test]
    fn no_tumour_holds_what_a_ruling_that_counts_keeps_apart(
        facts in all(),
        rulings in rulings(),
    ) {
        let case = link_ruled(&person(1), &facts, &rulings);
        for tumour in case.iter().flat_map(|case| &case.tumours) {
            let told = case.iter().flat_map(|case| &case.rulings);
            let told: BTreeSet<Position> = told.map(|ruled| ruled.ruling).collect();
            prop_assert!(tumour.rulings.iter().all(|ruling| told.contains(ruling)));
            let of = |submission| facts.iter().find(|facts| facts.submission == submission);
            let reports: BTreeSet<&str> = tumour
                .events
                .iter()
                .filter_map(|linked| of(linked.event.provenance.submission))
                .map(|facts| facts.report_key.as_str())
                .collect();
            for told in case.iter().flat_map(|case| &case.rulings) {
                let entry = rulings.iter().find(|entry| entry.position == told.ruling).unwrap();
                for says in entry.ruling.says.iter().filter(|_| told.overruled_by.is_none()) {
                    if let Says::Apart(one, other) = says {
                        let both = [&one.report_key, &other.report_key];
                        prop_assert!(!both.iter().all(|key| reports.contains(key.as_str())));
                    }
                }
            }
        }
    }
}
