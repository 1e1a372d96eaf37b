//! A page of Entries becomes a page to record: doubts, releases, discards.

use std::collections::BTreeMap;

use caseway_profiles::registry::Scopes;
use caseway_proto::{Person, Position, Rank, RegistryId, ReportKind, SenderId, SubmissionId};
use caseway_store::{Action, Decision, Held, Known, OutcomeKind, Page, Version};
use serde_json::json;

use super::decide;
use crate::record::batch::{Batch, Content, Opened, Step};
use crate::testing::{ReportBuilder, person};

/// A report of a breast tumour, with a wrong date of birth where `doubtful`.
fn opened(number: u8, person: Person, doubtful: bool) -> Opened {
    let mut tree = ReportBuilder::new("work-up")
        .tumour("tumour", ("C50.4", "C50.4"), None)
        .build();
    if doubtful {
        tree["entry"][2]["resource"]["birthDate"] = json!("1999-09-09");
    }
    Opened {
        position: Position(i64::from(number)),
        received_at: jiff::Timestamp::UNIX_EPOCH,
        id: SubmissionId([number; 16]),
        sender: SenderId(1),
        version: Version {
            person,
            report_key: format!("report-{number}"),
            rank: Rank(format!("{number:03}")),
            retracts: false,
            registry: RegistryId("breast".to_owned()),
            kind: ReportKind("work-up".to_owned()),
            profile: "profile|1".to_owned(),
        },
        content: Content::Tree(tree),
    }
}

/// What is decided where no Registry has said whose tumours it takes.
fn decided(batch: &Batch, known: &Known) -> Page {
    decide(batch, known, &Scopes::default())
}

fn batch(reports: Vec<Opened>, decisions: &[(i64, Action, i64)]) -> Batch {
    let arriving = reports.iter().map(|opened| Step::Report(opened.position));
    let decided = decisions.iter().map(|&(at, action, about)| Step::Decision {
        at: Position(at),
        decision: Decision {
            action,
            about: Position(about),
            reason: "asked the ward".to_owned(),
            operator: "night shift".to_owned(),
        },
    });
    Batch {
        from: Position(0),
        to: Position(99),
        steps: arriving.chain(decided).collect(),
        opened: reports
            .into_iter()
            .map(|opened| (opened.position, opened))
            .collect(),
        ..Batch::default()
    }
}

fn kinds(page: &Page) -> Vec<(i64, i64, OutcomeKind)> {
    let outcomes = page.outcomes.iter();
    outcomes
        .map(|told| (told.position.0, told.at.0, told.kind))
        .collect()
}

#[test]
fn a_report_is_recorded_with_its_facts_and_its_case() {
    let page = decided(
        &batch(vec![opened(1, person(1), false)], &[]),
        &Known::default(),
    );
    assert_eq!(kinds(&page), [(1, 1, OutcomeKind::Recorded)]);
    assert_eq!((page.from, page.to), (Position(0), Position(99)));
    assert_eq!(page.facts.len(), 1);
    let case = page.cases[0].case.as_ref().unwrap();
    assert_eq!(page.outcomes[0].case.as_ref(), Some(&case.id));
    assert_eq!(case.tumours[0].organ, "C50");
}

#[test]
fn a_doubtful_report_holds_back_its_own_person_and_no_other() {
    let reports = vec![
        opened(1, person(1), true),
        opened(2, person(1), false),
        opened(3, person(2), false),
    ];
    let page = decided(&batch(reports, &[]), &Known::default());
    let expected = [
        (1, 1, OutcomeKind::Quarantined),
        (2, 2, OutcomeKind::Waiting),
        (3, 3, OutcomeKind::Recorded),
    ];
    assert_eq!(kinds(&page), expected);
    assert_eq!(
        page.outcomes[0].cause.as_deref(),
        Some("birth-date-contradicts-number")
    );
    assert!(!page.outcomes[0].sentence.as_ref().unwrap().contains("1999"));
    assert_eq!(page.cases.len(), 1);
}

#[test]
fn a_release_records_the_report_and_those_that_waited_in_order() {
    let reports = vec![opened(1, person(1), true), opened(2, person(1), false)];
    let page = decided(
        &batch(reports, &[(5, Action::Release, 1)]),
        &Known::default(),
    );
    let freed = &kinds(&page)[2..];
    assert_eq!(
        freed,
        [(1, 5, OutcomeKind::Recorded), (2, 5, OutcomeKind::Recorded)]
    );
    assert_eq!(page.facts.len(), 2);
}

#[test]
fn a_discard_leaves_the_report_out_with_the_reason_and_the_next_doubt_stops_those_behind() {
    let reports = vec![
        opened(1, person(1), true),
        opened(2, person(1), true),
        opened(3, person(1), false),
    ];
    let page = decided(
        &batch(reports, &[(5, Action::Discard, 1)]),
        &Known::default(),
    );
    let freed = &kinds(&page)[3..];
    assert_eq!(
        freed,
        [
            (1, 5, OutcomeKind::Discarded),
            (2, 5, OutcomeKind::Quarantined)
        ]
    );
    assert_eq!(page.outcomes[3].sentence.as_deref(), Some("asked the ward"));
    assert!(page.facts.is_empty());
}

#[test]
fn what_waits_from_earlier_pages_follows_a_decision() {
    let mut later = batch(
        vec![opened(1, person(1), true), opened(2, person(1), false)],
        &[],
    );
    later.steps = batch(Vec::new(), &[(7, Action::Release, 1)]).steps;
    let held = |position, kind| Held {
        position: Position(position),
        person: person(1),
        kind,
    };
    let known = Known {
        held: vec![
            held(1, OutcomeKind::Quarantined),
            held(2, OutcomeKind::Waiting),
        ],
        ..Known::default()
    };
    let page = decided(&later, &known);
    assert_eq!(
        kinds(&page),
        [(1, 7, OutcomeKind::Recorded), (2, 7, OutcomeKind::Recorded)]
    );
}

#[test]
fn a_decision_about_what_is_not_quarantined_changes_nothing() {
    let reports = vec![opened(1, person(1), false)];
    let page = decided(
        &batch(reports, &[(5, Action::Discard, 1)]),
        &Known::default(),
    );
    assert_eq!(kinds(&page), [(1, 1, OutcomeKind::Recorded)]);
}

#[test]
fn an_unreadable_body_is_quarantined_even_when_vouched_for() {
    let mut report = opened(1, person(1), false);
    report.content = Content::Unreadable;
    let page = decided(
        &batch(vec![report], &[(5, Action::Release, 1)]),
        &Known::default(),
    );
    let expected = [
        (1, 1, OutcomeKind::Quarantined),
        (1, 5, OutcomeKind::Quarantined),
    ];
    assert_eq!(kinds(&page), expected);
}

#[test]
fn an_erased_body_is_recorded_without_facts() {
    let mut report = opened(1, person(1), false);
    report.content = Content::Erased;
    let page = decided(&batch(vec![report], &[]), &Known::default());
    assert_eq!(kinds(&page), [(1, 1, OutcomeKind::Recorded)]);
    assert!(page.facts.is_empty() && page.cases.is_empty());
}

#[test]
fn a_correction_that_moves_a_report_rewrites_both_cases() {
    let before = decided(
        &batch(vec![opened(1, person(1), false)], &[]),
        &Known::default(),
    );
    let mut moved = opened(2, person(2), false);
    moved.version.report_key = "report-1".to_owned();
    let known = Known {
        facts: before.facts,
        ..Known::default()
    };
    let page = decided(&batch(vec![moved], &[]), &known);
    let cases: BTreeMap<_, _> = page
        .cases
        .iter()
        .map(|one| (one.person, &one.case))
        .collect();
    assert!(cases[&person(1)].is_none());
    assert!(cases[&person(2)].is_some());
}
