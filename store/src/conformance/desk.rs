//! What the Desk must keep to.

use super::Engines;
use caseway_proto::{Expectation, Position, Waiver};
use jiff::civil::Date;

use super::sample::{draft, expectation, moment, outcome, person, rejected, sender};
use crate::{CaseRecord, Draft, Logged, OutcomeKind, Page, Period};

/// Only what is still to be normalised counts.
pub async fn the_backlog_tells_the_age_of_the_oldest(engines: Engines) {
    let backlog = engines.desk.backlog().await.unwrap();
    assert_eq!((backlog.entries, backlog.oldest), (0, None));
    let sender = sender(&engines, "hospital").await.id;
    let at = |draft: Draft, seconds| Draft {
        received_at: moment(seconds),
        ..draft
    };
    let drafts = vec![
        at(draft(sender, "a"), 1),
        at(rejected(sender, "b"), 2),
        at(draft(sender, "c"), 4),
        at(draft(sender, "d"), 3),
    ];
    let logged = engines.journal.append(drafts).await.unwrap();
    let told = Page {
        to: logged[0].position,
        ..Page::default()
    };
    engines.casebook.record(&told).await.unwrap();
    let backlog = engines.desk.backlog().await.unwrap();
    assert_eq!(backlog.feed, logged[0].position);
    assert_eq!(backlog.head, logged[3].position);
    assert_eq!(backlog.entries, 2);
    assert_eq!(backlog.oldest, Some(moment(3)));
}

/// Those behind an Entry are counted with it and not listed.
pub async fn quarantine_counts_those_that_wait(engines: Engines) {
    let sender = sender(&engines, "hospital").await;
    let drafts = ["a", "b", "c"].map(|key| draft(sender.id, key)).to_vec();
    let logged = engines.journal.append(drafts).await.unwrap();
    let kinds = [
        OutcomeKind::Quarantined,
        OutcomeKind::Waiting,
        OutcomeKind::Waiting,
    ];
    let told = Page {
        to: logged[2].position,
        outcomes: logged
            .iter()
            .zip(kinds)
            .map(|(logged, kind)| outcome(logged.position, kind))
            .collect(),
        ..Page::default()
    };
    engines.casebook.record(&told).await.unwrap();
    let held = engines.desk.quarantine(10).await.unwrap();
    assert_eq!(held.len(), 1);
    assert_eq!((held[0].id, held[0].waiting), (logged[0].id, 2));
    assert_eq!(held[0].sender, sender.name);
    assert_eq!(held[0].outcome, OutcomeKind::Quarantined);
    assert_eq!(held[0].cause, "sample-cause");
    assert_eq!(held[0].since, logged[0].received_at);
    assert!(engines.desk.quarantine(0).await.unwrap().is_empty());
    let counted = async |most| {
        engines
            .desk
            .stuck(Date::MAX, most)
            .await
            .unwrap()
            .quarantined
    };
    assert_eq!((counted(10).await, counted(0).await), (1, 0));
    let quarantined = async |logged: &Logged| {
        let asked = engines.desk.quarantined(logged.position);
        asked.await.unwrap()
    };
    assert!(quarantined(&logged[0]).await);
    assert!(!quarantined(&logged[1]).await);
}

/// Every Sender is there, also one that never submitted.
pub async fn senders_are_seen_with_their_account(engines: Engines) {
    let silent = sender(&engines, "silent").await;
    let busy = sender(&engines, "busy").await;
    engines.roster.revoke("silent", moment(1)).await.unwrap();
    let drafts = vec![draft(busy.id, "a"), rejected(busy.id, "b")];
    let logged = engines.journal.append(drafts).await.unwrap();
    let told = Page {
        to: logged[0].position,
        outcomes: vec![outcome(logged[0].position, OutcomeKind::Recorded)],
        ..Page::default()
    };
    engines.casebook.record(&told).await.unwrap();
    let around = Period {
        from: moment(1),
        until: moment(2),
    };
    let seen = engines.desk.senders(around).await.unwrap();
    assert_eq!(seen[0].sender, busy);
    assert_eq!(
        (seen[0].revoked, seen[0].last_seen),
        (false, Some(moment(1)))
    );
    let tally = seen[0].tally;
    assert_eq!((tally.received, tally.recorded, tally.rejected), (2, 1, 1));
    assert_eq!(tally.residual(), 0);
    assert_eq!(seen[1].sender, silent);
    assert_eq!((seen[1].revoked, seen[1].last_seen), (true, None));
    let before = Period {
        from: moment(0),
        until: moment(1),
    };
    let seen = engines.desk.senders(before).await.unwrap();
    assert_eq!(
        (seen[0].tally.received, seen[0].last_seen),
        (0, Some(moment(1)))
    );
}

/// What is closed, waived, due later or on no known day is left out.
pub async fn what_is_overdue_is_what_is_owed_still(engines: Engines) {
    let due = |day: Option<&str>| Expectation {
        due: day.map(str::to_owned),
        ..expectation(Some("974589095"), 1, None)
    };
    let closed = Expectation {
        due: Some("2024-01-01".to_owned()),
        ..expectation(None, 1, Some(2))
    };
    let waived = |withdrawn| Expectation {
        waivers: vec![Waiver {
            ruling: Position(2),
            reason: "treated abroad".to_owned(),
            by: "hospital".to_owned(),
            at: moment(2),
            withdrawn,
        }],
        ..due(Some("2024-02-02"))
    };
    let owed = [
        due(Some("2024-05-16")),
        due(Some("2024-05-17")),
        due(None),
        closed,
        waived(None),
        waived(Some(Position(3))),
    ];
    let page = Page {
        to: Position(9),
        cases: vec![CaseRecord {
            person: person(1),
            case: None,
            undecided_since: None,
            expectations: owed.to_vec(),
            reroutings: Vec::new(),
        }],
        ..Page::default()
    };
    engines.casebook.record(&page).await.unwrap();
    let until = "2024-05-16".parse().unwrap();
    let overdue = engines.desk.overdue(until, 10).await.unwrap();
    assert_eq!(overdue, [owed[5].clone(), owed[0].clone()]);
    let oldest = engines.desk.overdue(until, 1).await.unwrap();
    assert_eq!(oldest, [owed[5].clone()]);
    let counted = async |most| engines.desk.stuck(until, most).await.unwrap().overdue;
    assert_eq!((counted(10).await, counted(1).await), (2, 1));
}
