//! What the Ledger must keep to.

use caseway_proto::{Disposition, Position, Sender, SenderId, SubmissionId};
use jiff::Timestamp;

use super::Engines;
use super::sample::{
    case_record, draft, expectation, moment, outcome, person, rejected, rerouting, sender, version,
};
use crate::{
    CaseRecord, Draft, Logged, Outcome, OutcomeKind, Page, Period, State, SubmissionState,
};

const ALWAYS: Period = Period {
    from: Timestamp::MIN,
    until: Timestamp::MAX,
};

async fn append(engines: &Engines, drafts: Vec<Draft>) -> Vec<Logged> {
    engines.journal.append(drafts).await.unwrap()
}

/// Records outcomes and moves the feed from where it stands to a Position.
async fn record(engines: &Engines, to: Position, outcomes: Vec<Outcome>) {
    let told = Page {
        from: engines.casebook.position().await.unwrap(),
        to,
        outcomes,
        ..Page::default()
    };
    engines.casebook.record(&told).await.unwrap();
}

async fn state(
    engines: &Engines,
    sender: SenderId,
    id: SubmissionId,
    as_of: Position,
) -> SubmissionState {
    let found = engines.ledger.submission(sender, id, as_of).await;
    found.unwrap().unwrap()
}

async fn states(engines: &Engines, sender: SenderId, as_of: Position) -> Vec<State> {
    let window = (Position(0), as_of);
    let listed = engines.ledger.submissions(sender, ALWAYS, window, 100);
    let listed = listed.await.unwrap();
    listed.iter().map(|row| row.state).collect()
}

/// Every kind of fate, one of each, adds up.
pub async fn every_submission_is_in_one_column(engines: Engines) {
    let sender = sender(&engines, "hospital").await.id;
    let drafts = vec![
        draft(sender, "recorded"),
        rejected(sender, "rejected"),
        version(sender, "replaced", "report", "1"),
        version(sender, "newer", "report", "3"),
        version(sender, "late", "report", "2"),
        draft(sender, "quarantined"),
        draft(sender, "waiting"),
        draft(sender, "discarded"),
        draft(sender, "in flight"),
    ];
    let logged = append(&engines, drafts).await;
    let kinds = [
        (0, OutcomeKind::Recorded),
        (2, OutcomeKind::Recorded),
        (3, OutcomeKind::Recorded),
        (4, OutcomeKind::Recorded),
        (5, OutcomeKind::Quarantined),
        (6, OutcomeKind::Waiting),
        (7, OutcomeKind::Discarded),
    ];
    let outcomes = kinds.map(|(index, kind)| outcome(logged[index].position, kind));
    record(&engines, logged[7].position, outcomes.to_vec()).await;
    let head = logged[8].position;
    let positions = engines.ledger.positions().await.unwrap();
    assert_eq!(positions, (head, logged[7].position));
    let tally = engines.ledger.tally(sender, ALWAYS, head).await.unwrap();
    assert_eq!((tally.received, tally.residual()), (9, 0));
    assert_eq!((tally.recorded, tally.rejected), (2, 2));
    assert_eq!((tally.superseded, tally.quarantined), (2, 2));
    assert_eq!(tally.in_flight, 1);
    let expected = [
        State::Recorded,
        State::Rejected,
        State::Superseded,
        State::Recorded,
        State::Superseded,
        State::Quarantined,
        State::Quarantined,
        State::Discarded,
        State::InFlight,
    ];
    assert_eq!(states(&engines, sender, head).await, expected);
    let late = state(&engines, sender, logged[4].id, head).await;
    assert_eq!(late.disposition, Disposition::Superseded);
    assert_eq!(late.replaced_by, Some(logged[3].id));
}

/// What happens later does not change what was told as of an earlier Position.
pub async fn the_same_position_gives_the_same_answer(engines: Engines) {
    let sender = sender(&engines, "hospital").await.id;
    let first = vec![version(sender, "a", "report", "1"), draft(sender, "b")];
    let first = append(&engines, first).await;
    let then = first[1].position;
    let outcomes = vec![
        outcome(first[0].position, OutcomeKind::Recorded),
        outcome(first[1].position, OutcomeKind::Quarantined),
    ];
    record(&engines, then, outcomes).await;
    let before = engines.ledger.tally(sender, ALWAYS, then).await.unwrap();
    let told = state(&engines, sender, first[1].id, then).await;
    assert_eq!(told.cause.as_deref(), Some("sample-cause"));

    let newer = append(&engines, vec![version(sender, "c", "report", "2")]).await;
    let now = newer[0].position;
    let released = Outcome {
        at: now,
        ..outcome(first[1].position, OutcomeKind::Recorded)
    };
    let recorded = outcome(now, OutcomeKind::Recorded);
    record(&engines, now, vec![recorded, released]).await;

    let (recorded, quarantined) = (State::Recorded, State::Quarantined);
    assert_eq!(
        states(&engines, sender, then).await,
        [recorded, quarantined]
    );
    assert_eq!(
        engines.ledger.tally(sender, ALWAYS, then).await.unwrap(),
        before
    );
    assert_eq!(state(&engines, sender, first[1].id, then).await, told);
    let superseded = State::Superseded;
    assert_eq!(
        states(&engines, sender, now).await,
        [superseded, recorded, recorded]
    );
}

/// The version before one that an Operator left out stands again.
pub async fn a_version_that_was_discarded_replaces_nothing(engines: Engines) {
    let sender = sender(&engines, "hospital").await.id;
    let drafts = vec![
        version(sender, "a", "report", "1"),
        version(sender, "b", "report", "2"),
    ];
    let logged = append(&engines, drafts).await;
    let outcomes = vec![
        outcome(logged[0].position, OutcomeKind::Recorded),
        outcome(logged[1].position, OutcomeKind::Discarded),
    ];
    record(&engines, logged[1].position, outcomes).await;
    let now = logged[1].position;
    let (recorded, discarded) = (State::Recorded, State::Discarded);
    assert_eq!(states(&engines, sender, now).await, [recorded, discarded]);
    let first = state(&engines, sender, logged[0].id, now).await;
    assert_eq!(first.replaced_by, None);
}

/// Neither by its name nor in a list nor in an account; nor before it was there.
pub async fn another_senders_submission_does_not_exist(engines: Engines) {
    let owner = sender(&engines, "hospital").await.id;
    let other = sender(&engines, "laboratory").await.id;
    let logged = append(&engines, vec![draft(owner, "a")]).await.remove(0);
    let now = logged.position;
    let ledger = &engines.ledger;
    assert_eq!(
        ledger.submission(other, logged.id, now).await.unwrap(),
        None
    );
    assert!(states(&engines, other, now).await.is_empty());
    assert_eq!(ledger.tally(other, ALWAYS, now).await.unwrap().received, 0);
    let before = Position(now.0 - 1);
    assert_eq!(
        ledger.submission(owner, logged.id, before).await.unwrap(),
        None
    );
}

/// The period has its first moment and not the moment after it; a page begins after a Position.
pub async fn submissions_are_listed_in_order_a_page_at_a_time(engines: Engines) {
    let sender = sender(&engines, "hospital").await.id;
    let drafts = [0, 1, 2, 3, 4].map(|second| Draft {
        received_at: moment(second),
        ..draft(sender, &second.to_string())
    });
    let logged = append(&engines, drafts.to_vec()).await;
    let period = Period {
        from: moment(1),
        until: moment(4),
    };
    let head = logged[4].position;
    let mut after = Position(0);
    let mut keys = Vec::new();
    for size in [2, 1, 0] {
        let page = engines.ledger.submissions(sender, period, (after, head), 2);
        let page = page.await.unwrap();
        assert_eq!(page.len(), size);
        after = page.last().map_or(after, |row| row.position);
        keys.extend(page.into_iter().map(|row| row.key));
    }
    assert_eq!(keys, ["1", "2", "3"]);
    let tally = engines.ledger.tally(sender, period, head).await.unwrap();
    assert_eq!(tally.received, 3);
}

/// What was opened later is not there, and what was closed later is still open.
pub async fn what_is_owed_is_told_as_of_a_position(engines: Engines) {
    let sender = sender(&engines, "hospital").await;
    let own = sender.organisation.as_deref();
    let told = Page {
        to: Position(9),
        cases: vec![CaseRecord {
            expectations: vec![
                expectation(own, 1, Some(5)),
                expectation(own, 7, None),
                expectation(Some("another organisation"), 1, None),
                expectation(None, 1, None),
            ],
            ..case_record(person(1), "C50")
        }],
        ..Page::default()
    };
    engines.casebook.record(&told).await.unwrap();
    let owed = async |as_of| engines.ledger.owed(&sender, Position(as_of)).await.unwrap();
    assert_eq!(owed(9).await, told.cases[0].expectations[..2]);
    assert_eq!(owed(4).await, [expectation(own, 1, None)]);
    assert!(owed(0).await.is_empty());
    let nobody = Sender {
        organisation: None,
        ..sender.clone()
    };
    let owed = engines.ledger.owed(&nobody, Position(9)).await.unwrap();
    assert!(owed.is_empty());
}

/// Its own alone, of a period and up to a Position; with their Case they are replaced.
pub async fn a_senders_rerouted_reports_are_told(engines: Engines) {
    let own = sender(&engines, "hospital").await.id;
    let other = sender(&engines, "laboratory").await.id;
    let all = [(own, 1), (other, 1), (own, 3), (own, 5)];
    let moved = |(sender, at): (SenderId, i64)| (sender, rerouting(at));
    let page = |from, to, moves: &[(SenderId, i64)]| Page {
        from: Position(from),
        to: Position(to),
        cases: vec![CaseRecord {
            reroutings: moves.iter().copied().map(moved).collect(),
            ..case_record(person(1), "C50")
        }],
        ..Page::default()
    };
    engines.casebook.record(&page(0, 9, &all)).await.unwrap();
    let told = async |sender, period, as_of| {
        let rerouted = engines.ledger.rerouted(sender, period, Position(as_of));
        rerouted.await.unwrap()
    };
    assert_eq!(told(own, ALWAYS, 9).await, [1, 3, 5].map(rerouting));
    assert_eq!(told(own, ALWAYS, 4).await, [1, 3].map(rerouting));
    assert_eq!(told(other, ALWAYS, 9).await, [rerouting(1)]);
    let period = Period {
        from: moment(3),
        until: moment(5),
    };
    assert_eq!(told(own, period, 9).await, [rerouting(3)]);
    engines
        .casebook
        .record(&page(9, 10, &all[..1]))
        .await
        .unwrap();
    assert_eq!(told(own, ALWAYS, 10).await, [rerouting(1)]);
}
