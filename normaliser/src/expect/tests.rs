//! What is owed, since when, and what closes it.

use caseway_profiles::registry::{Scopes, builtin};
use caseway_proto::{Datum, Expectation, Noun, Position, TumourClue};

use caseway_store::{RulingEntry, Says};

use crate::arrangement::ready;
use crate::history::{history, owed};
use crate::link::{self, Rulings, arrangement};
use crate::testing::{Fixture, person, ruling};

fn told(facts: &[Fixture]) -> Vec<Expectation> {
    let facts: Vec<_> = facts.iter().map(|fixture| fixture.0.clone()).collect();
    let scopes = Scopes::of(&builtin().unwrap().registries);
    owed(&person(1), &facts, &scopes)
}

fn pathology(number: u8, kind: &str) -> Fixture {
    Fixture::new("pathology", number)
        .kind("pathology")
        .requester("883974832")
        .diagnosis("C50.4", Some("8500/3"), None)
        .event(
            Noun::Pathology,
            TumourClue::default(),
            &[("specimen_kind", kind)],
        )
}

fn clinic(kind: &str, number: u8) -> Fixture {
    Fixture::new(kind, number)
        .kind(kind)
        .diagnosis("C50.4", None, None)
}

#[test]
fn pathology_alone_waits_for_a_work_up_from_who_asked_the_laboratory() {
    let [owed] = &told(&[pathology(1, "biopsy")])[..] else {
        panic!("not one expectation");
    };
    assert_eq!(owed.kind.0, "work-up");
    assert_eq!(owed.responsible.as_deref(), Some("883974832"));
    assert_eq!(owed.due.as_deref(), Some("2024-05-16"));
    assert_eq!((owed.opened_at, owed.closed_at), (Position(1), None));
    assert_eq!(owed.tumour, 1);
}

#[test]
fn a_work_up_of_the_same_tumour_closes_it_and_one_of_another_does_not() {
    let closed = told(&[pathology(1, "biopsy"), clinic("work-up", 2)]);
    assert_eq!(closed[0].closed_at, Some(Position(2)));
    assert_eq!(closed[0].closed_by, Some(clinic("work-up", 2).0.submission));
    let colon = Fixture::new("work-up", 2).diagnosis("C18.7", None, None);
    assert_eq!(told(&[pathology(1, "biopsy"), colon])[0].closed_at, None);
}

#[test]
fn nothing_is_owed_where_the_work_up_came_first() {
    assert!(told(&[clinic("work-up", 1), pathology(2, "biopsy")]).is_empty());
    assert!(told(&[clinic("work-up", 1)]).is_empty());
}

#[test]
fn a_resection_waits_for_the_operation_and_a_biopsy_does_not() {
    let rules = |facts: &[Fixture]| -> Vec<String> {
        told(facts).into_iter().map(|owed| owed.rule).collect()
    };
    let both = rules(&[pathology(1, "resection")]);
    assert_eq!(
        both,
        ["pathology-without-work-up", "resection-without-surgery"]
    );
    assert_eq!(
        rules(&[pathology(1, "biopsy")]),
        ["pathology-without-work-up"]
    );
}

#[test]
fn a_surgery_report_closes_what_the_resection_opened() {
    let told = told(&[pathology(1, "resection"), clinic("surgery", 2)]);
    let closed = |rule: &str| {
        told.iter()
            .find(|owed| owed.rule == rule)
            .unwrap()
            .closed_at
    };
    assert_eq!(closed("resection-without-surgery"), Some(Position(2)));
    assert_eq!(closed("pathology-without-work-up"), None);
}

#[test]
fn retracting_the_cause_closes_and_retracting_the_answer_opens_again() {
    let retracted = told(&[pathology(1, "biopsy"), pathology(2, "biopsy").retracting()]);
    assert_eq!(retracted[0].closed_at, Some(Position(2)));
    let answer = clinic("work-up", 2);
    let mut withdrawn = clinic("work-up", 3).retracting();
    withdrawn.0.report_key.clone_from(&answer.0.report_key);
    let again = told(&[pathology(1, "biopsy"), answer, withdrawn]);
    let times: Vec<_> = again
        .iter()
        .map(|owed| (owed.opened_at, owed.closed_at))
        .collect();
    assert_eq!(
        times,
        [(Position(1), Some(Position(2))), (Position(3), None)]
    );
}

#[test]
fn the_answer_as_of_a_position_does_not_depend_on_what_came_later() {
    let all = [
        pathology(1, "resection"),
        clinic("work-up", 2),
        clinic("surgery", 3),
    ];
    for upto in 1..=all.len() {
        let then = told(&all[..upto]);
        let mut now = told(&all);
        now.retain(|owed| owed.opened_at <= Position(i64::try_from(upto).unwrap()));
        for owed in &mut now {
            if owed.closed_at > Some(Position(i64::try_from(upto).unwrap())) {
                (owed.closed_at, owed.closed_by) = (None, None);
            }
        }
        assert_eq!(then, now);
    }
}

/// A report of a clinic with a fact about the tumour.
fn treated(kind: &str, number: u8, noun: Noun, values: &[(&str, &str)]) -> Fixture {
    let mut fixture = Fixture::new(kind, number).kind(kind);
    fixture.0.author = Some("974589095".to_owned());
    let clue = TumourClue {
        topography: Some("C34.1".into()),
        ..TumourClue::default()
    };
    let fixture = fixture.diagnosis("C34.1", Some("8140/3"), None);
    fixture.event(noun, clue, values)
}

fn of_lung(mut fixture: Fixture) -> Fixture {
    fixture.0.registry = caseway_proto::RegistryId("lung".to_owned());
    fixture
}

fn rules(facts: &[Fixture]) -> Vec<(String, Option<String>)> {
    let open = told(facts)
        .into_iter()
        .filter(|owed| owed.closed_at.is_none());
    open.map(|owed| (owed.rule, owed.responsible)).collect()
}

#[test]
fn who_treats_owes_the_form_of_the_treatment() {
    let told_of = of_lung(treated("work-up", 1, Noun::Radiotherapy, &[]));
    let unit = Some("974589095".to_owned());
    let owed = vec![("radiotherapy-course-without-radiotherapy".to_owned(), unit)];
    assert_eq!(rules(std::slice::from_ref(&told_of)), owed);
    let form = of_lung(treated("radiotherapy", 2, Noun::Radiotherapy, &[]));
    assert_eq!(rules(&[told_of, form]), []);
}

#[test]
fn an_operation_of_the_breast_waits_for_its_first_check() {
    let clue = || TumourClue {
        topography: Some("C50.4".into()),
        ..TumourClue::default()
    };
    let operation = Fixture::new("surgery", 1)
        .kind("surgery")
        .diagnosis("C50.4", Some("8500/3"), None)
        .event(Noun::Surgery, clue(), &[("kind", "excision")]);
    let [owed] = &told(std::slice::from_ref(&operation))[..] else {
        panic!("not one expectation");
    };
    assert_eq!(owed.rule, "operation-without-follow-up");
    assert_eq!(owed.due.as_deref(), Some("2024-07-11"), "eight weeks later");
    assert_eq!(rules(&[operation, clinic("follow-up", 2)]), []);
}

#[test]
fn a_diagnosis_that_rests_on_histology_waits_for_the_laboratory() {
    let resting_on = |basis: &str| {
        let mut work_up = clinic("work-up", 1);
        work_up
            .events()
            .next()
            .unwrap()
            .values
            .push(caseway_proto::Value {
                name: "basis".into(),
                datum: Datum::Code {
                    system: "https://caseway.example/fhir/CodeSystem/basis-of-diagnosis".to_owned(),
                    code: basis.into(),
                    display: None,
                },
                element: "Bundle.entry[0].resource.extension[0].value".to_owned(),
            });
        work_up
    };
    let owed = vec![("histology-without-pathology".to_owned(), None)];
    assert_eq!(rules(&[resting_on("7.1")]), owed);
    assert_eq!(rules(&[resting_on("2")]), [], "imaging");
    assert_eq!(rules(&[resting_on("7.1"), pathology(2, "biopsy")]), []);
}

/// A notification of a death, with the tumour that the certificate names.
fn death(number: u8) -> Fixture {
    let told = [("deceased", "2024-05-01")];
    let mut death = clinic("death", number).event(Noun::Death, TumourClue::default(), &told);
    death.0.author = Some("874716782".to_owned());
    death
}

#[test]
fn a_tumour_known_by_a_death_alone_is_traced_back_to_who_told_of_it() {
    let [owed] = &told(&[death(1)])[..] else {
        panic!("not one expectation");
    };
    assert_eq!(owed.rule, "death-notification-without-work-up");
    assert_eq!(owed.responsible.as_deref(), Some("874716782"));
    assert_eq!(owed.due, owed.event_date, "asked for at once");
    assert_eq!(
        told(&[death(1), clinic("work-up", 2)])[0].closed_at,
        Some(Position(2))
    );
}

#[test]
fn a_death_with_a_tumour_that_is_known_is_traced_back_to_nobody() {
    let traced = |facts: &[Fixture]| {
        rules(facts)
            .iter()
            .any(|(rule, _)| rule.starts_with("death-notification"))
    };
    assert!(traced(&[death(1)]));
    assert!(!traced(&[death(1), pathology(2, "biopsy")]));
    assert!(!traced(&[clinic("surgery", 1), death(2)]));
}

#[test]
fn a_registry_without_the_form_is_owed_none() {
    let node = Fixture::new("pathology", 1)
        .kind("pathology")
        .diagnosis("C77.3", Some("9680/3"), None)
        .event(
            Noun::Pathology,
            TumourClue::default(),
            &[("specimen_kind", "resection")],
        );
    let rules = rules(&[node]);
    assert_eq!(rules.len(), 1, "{rules:?}");
    assert_eq!(
        rules[0].0, "pathology-without-work-up",
        "lymphoid has no surgery form"
    );
}

#[test]
fn a_work_up_for_a_registry_that_the_tumour_does_not_belong_to_leaves_its_own_waiting() {
    let mut elsewhere = clinic("work-up", 2);
    elsewhere.0.registry = caseway_proto::RegistryId("general_solid".to_owned());
    let owed = rules(&[pathology(1, "biopsy"), elsewhere]);
    assert_eq!(owed.len(), 1, "{owed:?}");
    assert_eq!(owed[0].0, "pathology-without-work-up");
}

fn ruled(facts: &[Fixture], rulings: &[RulingEntry]) -> Vec<Expectation> {
    let scopes = Scopes::of(&builtin().unwrap().registries);
    let versions = ready(facts.iter().map(|fixture| &fixture.0));
    let rulings = Rulings::new(rulings);
    let counting = link::counting(&person(1), &versions, &rulings);
    let arranged = arrangement(&person(1), &counting, &rulings);
    history(&person(1), (&versions, &rulings), &arranged, &scopes).expectations
}

fn waives(cause: &Fixture, rule: &str) -> Says {
    Says::Waived {
        sender: cause.0.sender,
        report_key: cause.0.report_key.clone(),
        registry: cause.0.registry.clone(),
        rule: rule.to_owned(),
    }
}

#[test]
fn what_is_said_not_to_apply_is_told_beside_what_is_owed_and_of_nothing_else() {
    let cause = pathology(1, "resection");
    let word = ruling(2, vec![waives(&cause, "pathology-without-work-up")]);
    let told = ruled(std::slice::from_ref(&cause), std::slice::from_ref(&word));
    let waived: Vec<_> = told
        .iter()
        .filter(|owed| owed.waiver().is_some())
        .map(|owed| owed.rule.as_str())
        .collect();
    assert_eq!(told.len(), 2);
    assert_eq!(waived, ["pathology-without-work-up"]);
    assert_eq!(told[0].waivers[0].reason, word.ruling.reason);
    let paid = ruled(&[cause, clinic("work-up", 3)], &[word]);
    assert_eq!(
        paid[0].closed_at,
        Some(Position(3)),
        "the report comes after all"
    );
}

#[test]
fn a_word_that_was_taken_back_is_told_with_when_and_one_that_stands_again_without() {
    let cause = pathology(1, "biopsy");
    let word = ruling(2, vec![waives(&cause, "pathology-without-work-up")]);
    let back = ruling(3, vec![Says::Withdrawn(Position(2))]);
    let again = ruling(4, vec![Says::Withdrawn(Position(3))]);
    let told = |rulings: &[RulingEntry]| {
        let [owed] = &ruled(std::slice::from_ref(&cause), rulings)[..] else {
            panic!("not one expectation");
        };
        (owed.is_owed(), owed.waivers[0].withdrawn)
    };
    assert_eq!(
        told(&[word.clone(), back.clone()]),
        (true, Some(Position(3)))
    );
    assert_eq!(told(&[word, back, again]), (false, None));
}
