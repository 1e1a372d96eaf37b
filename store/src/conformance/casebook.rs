//! What the Casebook must keep to.

use caseway_proto::{CaseId, Partition, Position, SenderId};

use super::Engines;
use super::sample::{case_record, expectation, facts, outcome, person};
use crate::{CaseRecord, Facts, OutcomeKind, Page, StoreError};

fn page(from: i64, to: i64) -> Page {
    Page {
        from: Position(from),
        to: Position(to),
        ..Page::default()
    }
}

fn positions(facts: &[Facts]) -> Vec<i64> {
    facts.iter().map(|facts| facts.position.0).collect()
}

/// Nothing is recorded, nothing is known.
pub async fn a_fresh_casebook_stands_at_the_beginning(engines: Engines) {
    let casebook = &engines.casebook;
    assert_eq!(casebook.position().await.unwrap(), Position(0));
    assert_eq!(casebook.partitions().await.unwrap(), [Position(0)]);
    assert!(casebook.cases(None, 10).await.unwrap().is_empty());
    assert!(
        casebook
            .known(&[person(1)], &[])
            .await
            .unwrap()
            .facts
            .is_empty()
    );
}

/// Facts, Cases and what is owed are read back as they were recorded.
pub async fn a_page_moves_the_feed_and_shows_its_cases(engines: Engines) {
    let casebook = &engines.casebook;
    let record = CaseRecord {
        expectations: vec![
            expectation(Some("1"), 1, Some(2)),
            expectation(None, 2, None),
        ],
        ..case_record(person(1), "C50")
    };
    let told = Page {
        outcomes: vec![outcome(Position(1), OutcomeKind::Recorded)],
        facts: vec![facts(Position(1), person(1), "report")],
        cases: vec![record.clone()],
        ..page(0, 2)
    };
    casebook.record(&told).await.unwrap();
    assert_eq!(casebook.position().await.unwrap(), Position(2));
    let id = CaseId::of(&person(1));
    assert_eq!(casebook.case(&id).await.unwrap(), record.case);
    assert_eq!(
        casebook.expectations(&id).await.unwrap(),
        record.expectations
    );
    let known = casebook.known(&[person(1)], &[]).await.unwrap();
    assert_eq!(known.facts, told.facts);
    assert!(known.held.is_empty());
}

/// The second recorder of a page learns that it was overtaken.
pub async fn a_page_recorded_twice_is_overtaken(engines: Engines) {
    let told = Page {
        outcomes: vec![outcome(Position(1), OutcomeKind::Recorded)],
        ..page(0, 1)
    };
    engines.casebook.record(&told).await.unwrap();
    let again = engines.casebook.record(&told).await;
    assert!(matches!(again, Err(StoreError::Overtaken)));
    assert_eq!(engines.casebook.position().await.unwrap(), Position(1));
}

/// Neither a partition that there is not, nor one of another number than there are.
pub async fn a_page_of_another_division_is_overtaken(engines: Engines) {
    for (number, of) in [(0, 2), (1, 2), (1, 1)] {
        let told = Page {
            partition: Partition { number, of },
            ..page(0, 1)
        };
        let result = engines.casebook.record(&told).await;
        assert!(matches!(result, Err(StoreError::Overtaken)));
    }
    assert_eq!(engines.casebook.position().await.unwrap(), Position(0));
}

/// A page that was built on another state leaves no row.
pub async fn an_overtaken_page_writes_nothing(engines: Engines) {
    let casebook = &engines.casebook;
    let told = Page {
        outcomes: vec![outcome(Position(6), OutcomeKind::Quarantined)],
        facts: vec![facts(Position(6), person(1), "report")],
        cases: vec![case_record(person(1), "C50")],
        ..page(5, 6)
    };
    let result = casebook.record(&told).await;
    assert!(matches!(result, Err(StoreError::Overtaken)));
    let known = casebook.known(&[person(1)], &[]).await.unwrap();
    assert!(known.facts.is_empty() && known.held.is_empty());
    assert!(casebook.cases(None, 10).await.unwrap().is_empty());
    assert_eq!(casebook.position().await.unwrap(), Position(0));
}

/// A correction may name another patient: all versions of both are known then.
pub async fn known_follows_a_report_to_another_person(engines: Engines) {
    let told = Page {
        outcomes: vec![outcome(Position(3), OutcomeKind::Quarantined)],
        facts: vec![
            facts(Position(1), person(1), "moved"),
            facts(Position(2), person(1), "stayed"),
            facts(Position(4), person(3), "unrelated"),
            facts(Position(5), person(2), "own"),
        ],
        ..page(0, 5)
    };
    engines.casebook.record(&told).await.unwrap();
    let report = |sender| (SenderId(sender), "moved".to_owned());
    let casebook = &engines.casebook;
    let known = casebook.known(&[person(2)], &[report(1)]).await.unwrap();
    assert_eq!(positions(&known.facts), [1, 2, 5]);
    assert_eq!(known.held[0].person, person(1));
    let known = casebook.known(&[person(2)], &[report(2)]).await.unwrap();
    assert_eq!(positions(&known.facts), [5]);
    assert!(known.held.is_empty());
    assert_eq!(casebook.holders(&[report(1)]).await.unwrap(), [person(1)]);
    assert!(casebook.holders(&[report(2)]).await.unwrap().is_empty());
    assert!(casebook.holders(&[]).await.unwrap().is_empty());
}

/// The newest outcome of an Entry tells whether it is held back.
pub async fn known_tells_what_is_held_back_until_it_is_released(engines: Engines) {
    let casebook = &engines.casebook;
    let told = Page {
        outcomes: vec![
            outcome(Position(1), OutcomeKind::Quarantined),
            outcome(Position(2), OutcomeKind::Waiting),
            outcome(Position(3), OutcomeKind::Waiting),
        ],
        ..page(0, 3)
    };
    casebook.record(&told).await.unwrap();
    let held = casebook.known(&[person(1)], &[]).await.unwrap().held;
    let kinds: Vec<_> = held
        .iter()
        .map(|held| (held.position.0, held.kind))
        .collect();
    let (quarantined, waiting) = (OutcomeKind::Quarantined, OutcomeKind::Waiting);
    assert_eq!(kinds, [(1, quarantined), (2, waiting), (3, waiting)]);

    let later = |position, kind| crate::Outcome {
        at: Position(4),
        ..outcome(Position(position), kind)
    };
    let released = Page {
        outcomes: vec![
            later(1, OutcomeKind::Discarded),
            later(2, OutcomeKind::Quarantined),
        ],
        ..page(3, 4)
    };
    casebook.record(&released).await.unwrap();
    let held = casebook.known(&[person(1)], &[]).await.unwrap().held;
    let kinds: Vec<_> = held
        .iter()
        .map(|held| (held.position.0, held.kind))
        .collect();
    assert_eq!(kinds, [(2, quarantined), (3, waiting)]);
    assert_eq!(casebook.held(&[person(1)]).await.unwrap(), held);
    assert!(casebook.held(&[person(2)]).await.unwrap().is_empty());
}

/// The whole Case is replaced, what is owed included.
pub async fn a_case_takes_the_place_of_what_stood(engines: Engines) {
    let casebook = &engines.casebook;
    let first = CaseRecord {
        expectations: vec![expectation(None, 1, None)],
        ..case_record(person(1), "C50")
    };
    let second = case_record(person(1), "C18");
    for (turn, record) in [(0, first), (1, second.clone())] {
        let told = Page {
            cases: vec![record],
            ..page(turn, turn + 1)
        };
        casebook.record(&told).await.unwrap();
    }
    let id = CaseId::of(&person(1));
    assert_eq!(casebook.case(&id).await.unwrap(), second.case);
    assert!(casebook.expectations(&id).await.unwrap().is_empty());
    assert_eq!(casebook.cases(None, 10).await.unwrap().len(), 1);
}

/// A Case whose last Report was retracted is no more.
pub async fn a_case_of_which_nothing_is_left_is_gone(engines: Engines) {
    let casebook = &engines.casebook;
    let id = CaseId::of(&person(1));
    let paid = expectation(Some("1"), 1, Some(2));
    let stood = CaseRecord {
        expectations: vec![expectation(Some("1"), 1, None)],
        ..case_record(person(1), "C50")
    };
    let gone = CaseRecord {
        person: person(1),
        case: None,
        undecided_since: None,
        expectations: vec![paid.clone()],
        reroutings: Vec::new(),
    };
    for (turn, record) in [(0, stood), (1, gone)] {
        let told = Page {
            cases: vec![record],
            ..page(turn, turn + 1)
        };
        casebook.record(&told).await.unwrap();
    }
    assert!(casebook.case(&id).await.unwrap().is_none());
    assert!(casebook.cases(None, 10).await.unwrap().is_empty());
    let owed = casebook.expectations(&id).await.unwrap();
    assert_eq!(owed, [paid], "what was owed for it is still told");
}

/// Each page begins after the last Case of the one before.
pub async fn cases_are_listed_by_name_a_page_at_a_time(engines: Engines) {
    let told = Page {
        cases: (1..=5)
            .map(|number| case_record(person(number), "C50"))
            .collect(),
        ..page(0, 1)
    };
    engines.casebook.record(&told).await.unwrap();
    let mut expected: Vec<_> = (1..=5).map(|number| CaseId::of(&person(number))).collect();
    expected.sort();
    let mut listed = Vec::new();
    loop {
        let cases = engines.casebook.cases(listed.last(), 2).await.unwrap();
        if cases.is_empty() {
            break;
        }
        assert!(cases.len() <= 2);
        listed.extend(cases.into_iter().map(|case| case.id));
    }
    assert_eq!(listed, expected);
}

/// Persons are told until their Cases are linked, a page at a time, and each once.
pub async fn what_a_page_left_unlinked_is_told_until_it_is_linked(engines: Engines) {
    let casebook = &engines.casebook;
    for (turn, numbers) in [(0, [3, 1]), (1, [2, 3])] {
        let told = Page {
            unlinked: numbers.map(person).to_vec(),
            ..page(turn, turn + 1)
        };
        casebook.record(&told).await.unwrap();
    }
    let all = casebook.unlinked(None, 10).await.unwrap();
    let mut expected = [1, 2, 3].map(person);
    expected.sort();
    assert_eq!(all, expected);
    let after = casebook.unlinked(Some(&all[0]), 1).await.unwrap();
    assert_eq!(after, [all[1]]);

    let record = case_record(person(1), "C50");
    let linked = [record.clone(), case_record(person(2), "C18")];
    casebook.link(Position(2), &linked).await.unwrap();
    assert_eq!(casebook.unlinked(None, 10).await.unwrap(), [person(3)]);
    let id = CaseId::of(&person(1));
    assert_eq!(casebook.case(&id).await.unwrap(), record.case);
    assert_eq!(casebook.position().await.unwrap(), Position(2));
}

/// Cases that were linked before more was recorded are not those that stand.
pub async fn what_was_linked_before_the_feed_moved_is_overtaken(engines: Engines) {
    let casebook = &engines.casebook;
    let told = Page {
        unlinked: vec![person(1)],
        ..page(0, 2)
    };
    casebook.record(&told).await.unwrap();
    let linked = casebook
        .link(Position(1), &[case_record(person(1), "C50")])
        .await;
    assert!(matches!(linked, Err(StoreError::Overtaken)));
    assert_eq!(casebook.unlinked(None, 10).await.unwrap(), [person(1)]);
    assert!(casebook.cases(None, 10).await.unwrap().is_empty());
}
