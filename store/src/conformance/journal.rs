//! What the Journal's engine must keep to.

use std::sync::Arc;

use caseway_proto::{Disposition, Position, SenderId};

use super::Engines;
use super::sample::{draft, moment, rejected, sender, version, with_content, with_plan};
use crate::{
    Action, Decision, Draft, Entry, Grouping, Journal, KEY_TAKEN, Logged, Matter,
    PAGE_BODY_BYTES_MAX,
};

async fn append(engines: &Engines, drafts: &[&Draft]) -> Vec<Logged> {
    let drafts = drafts.iter().map(|draft| (*draft).clone()).collect();
    engines.journal.append(drafts).await.unwrap()
}

async fn hospital(engines: &Engines) -> SenderId {
    sender(engines, "hospital").await.id
}

fn positions(entries: &[Entry]) -> Vec<Position> {
    entries.iter().map(|entry| entry.position).collect()
}

/// Every part of an Entry is as it was in the Draft, and its time is as answered.
pub async fn what_was_appended_is_read_back(engines: Engines) {
    let draft = draft(hospital(&engines).await, "a");
    let logged = append(&engines, &[&draft]).await;
    assert_eq!(logged[0].disposition, Disposition::Accepted);
    assert_eq!(logged[0].issues, draft.issues);
    let (entries, head) = engines.journal.page(Position(0), 10).await.unwrap();
    assert_eq!(head, logged[0].position);
    assert_eq!(engines.journal.head().await.unwrap(), head);
    assert_eq!(entries[0].received_at, logged[0].received_at);
    let one = engines.journal.entry(head).await.unwrap().unwrap();
    for entry in [&entries[0], &one] {
        let Matter::Report {
            id,
            sender,
            version,
            body,
            ..
        } = &entry.matter
        else {
            panic!("a submission is read back as a report");
        };
        assert_eq!((*id, *sender), (draft.id, draft.sender));
        assert_eq!(Some(version), draft.version.as_ref());
        assert_eq!(*body, draft.body);
    }
}

/// The first Receipt is given again, even when the repetition differs in time and findings.
pub async fn the_same_submission_is_kept_once(engines: Engines) {
    let first = draft(hospital(&engines).await, "a");
    let mut second = first.clone();
    second.received_at = moment(100);
    second.issues.clear();
    let one = append(&engines, &[&first]).await.remove(0);
    let again = append(&engines, &[&second]).await.remove(0);
    assert!(!one.again);
    assert_eq!(
        again,
        Logged {
            again: true,
            ..one.clone()
        }
    );
    assert_eq!(engines.journal.head().await.unwrap(), one.position);
}

/// A group may hold the same Submission twice: both callers get one Receipt.
pub async fn a_repetition_in_the_same_call_gets_the_first_receipt(engines: Engines) {
    let draft = draft(hospital(&engines).await, "a");
    let logged = append(&engines, &[&draft, &draft]).await;
    assert_eq!(logged[0].position, logged[1].position);
    assert_eq!((logged[0].again, logged[1].again), (false, true));
}

/// A new Plan gives the Submission a new name, but its key and content are known.
pub async fn the_same_content_under_another_plan_is_a_repetition(engines: Engines) {
    let first = draft(hospital(&engines).await, "a");
    let second = with_plan(first.clone(), "another plan");
    assert_ne!(first.id, second.id);
    let logged = append(&engines, &[&first, &second]).await;
    assert!(logged[1].again);
    assert_eq!(logged[1].id, first.id);
}

/// The second is rejected with the finding that says so, and repeated it is a repetition.
pub async fn a_key_with_other_content_is_rejected_and_kept(engines: Engines) {
    let first = draft(hospital(&engines).await, "a");
    let second = with_content(first.clone(), "other");
    let logged = append(&engines, &[&first, &second, &second]).await;
    assert_eq!(logged[1].disposition, Disposition::Rejected);
    assert_eq!(logged[1].issues.last().unwrap().rule, KEY_TAKEN);
    assert_ne!(logged[1].position, logged[0].position);
    assert_eq!(
        logged[2],
        Logged {
            again: true,
            ..logged[1].clone()
        }
    );
}

/// A key is compared as it stands, control characters and all.
pub async fn keys_that_differ_after_a_nul_are_two(engines: Engines) {
    let sender = hospital(&engines).await;
    let one = version(sender, "a\0b", "report\0b", "2");
    let two = version(sender, "a\0c", "report\0c", "1");
    append(&engines, &[&one]).await;
    let logged = append(&engines, &[&two, &one]).await;
    assert_eq!(logged[0].disposition, Disposition::Accepted);
    assert!(!logged[0].again && logged[1].again);
}

/// Only what is kept takes a key.
pub async fn a_rejected_submission_does_not_block_its_correction(engines: Engines) {
    let wrong = rejected(hospital(&engines).await, "a");
    let right = with_content(draft(wrong.sender, "a"), "corrected");
    let logged = append(&engines, &[&wrong, &right]).await;
    assert_eq!(logged[0].disposition, Disposition::Rejected);
    assert_eq!(logged[1].disposition, Disposition::Accepted);
}

/// A newer version replaces, an older one that comes late is superseded, in one call and in two.
pub async fn a_late_older_version_is_superseded(engines: Engines) {
    let sender = hospital(&engines).await;
    let older = version(sender, "a", "report", "2024-01-01");
    let newer = version(sender, "b", "report", "2024-02-01");
    let between = version(sender, "c", "report", "2024-01-15");
    let other = version(sender, "d", "another report", "2024-01-01");
    let logged = append(&engines, &[&newer, &older]).await;
    assert_eq!(logged[0].disposition, Disposition::Accepted);
    assert_eq!(logged[1].disposition, Disposition::Superseded);
    let logged = append(&engines, &[&between, &other]).await;
    assert_eq!(logged[0].disposition, Disposition::Superseded);
    assert_eq!(logged[1].disposition, Disposition::Accepted);
}

/// What one Sender sent says nothing of another's.
pub async fn senders_do_not_share_keys(engines: Engines) {
    let one = version(hospital(&engines).await, "a", "report", "2");
    let laboratory = sender(&engines, "laboratory").await.id;
    let other = with_content(version(laboratory, "a", "report", "1"), "other");
    let logged = append(&engines, &[&one, &other]).await;
    assert_eq!(logged[1].disposition, Disposition::Accepted);
}

/// The Feed passes over them and still reads up to the head.
pub async fn rejected_submissions_are_not_fed(engines: Engines) {
    let sender = hospital(&engines).await;
    let drafts = [draft(sender, "a"), rejected(sender, "b")];
    let logged = append(&engines, &[&drafts[0], &drafts[1]]).await;
    let (entries, read) = engines.journal.page(Position(0), 10).await.unwrap();
    assert_eq!(positions(&entries), [logged[0].position]);
    assert_eq!(read, logged[1].position);
    let entry = engines.journal.entry(logged[1].position).await.unwrap();
    assert!(entry.is_none());
    let (entries, still) = engines.journal.page(read, 10).await.unwrap();
    assert!(entries.is_empty());
    assert_eq!(still, read);
}

/// A page of `most` Entries ends at its last, and the next begins after it.
pub async fn a_page_ends_where_it_is_full(engines: Engines) {
    let sender = hospital(&engines).await;
    let drafts = ["a", "b", "c"].map(|key| draft(sender, key));
    let logged = append(&engines, &drafts.each_ref()).await;
    let (entries, read) = engines.journal.page(Position(0), 2).await.unwrap();
    assert_eq!(entries.len(), 2);
    assert_eq!(read, logged[1].position);
    let (entries, read) = engines.journal.page(read, 2).await.unwrap();
    assert_eq!(positions(&entries), [logged[2].position]);
    assert_eq!(read, logged[2].position);
}

/// Bodies bound a page too, and one that is larger than the bound still comes.
pub async fn a_page_of_large_bodies_ends_early(engines: Engines) {
    let sender = hospital(&engines).await;
    let large = |key| {
        let mut draft = draft(sender, key);
        draft.body.bytes = vec![7; PAGE_BODY_BYTES_MAX + 1];
        draft
    };
    let logged = append(&engines, &[&large("a"), &large("b")]).await;
    let (entries, read) = engines.journal.page(Position(0), 10).await.unwrap();
    assert_eq!(positions(&entries), [logged[0].position]);
    assert_eq!(read, logged[0].position);
    let (entries, _) = engines.journal.page(read, 10).await.unwrap();
    assert_eq!(positions(&entries), [logged[1].position]);
}

/// What is fed of some Positions comes in order; what is not fed is left out.
pub async fn entries_are_read_by_their_positions(engines: Engines) {
    let sender = hospital(&engines).await;
    let drafts = [
        draft(sender, "a"),
        rejected(sender, "b"),
        draft(sender, "c"),
        draft(sender, "d"),
    ];
    let logged = append(&engines, &drafts.each_ref()).await;
    let at = |number: usize| logged[number].position;
    let asked = [at(0), at(1), at(3), Position(at(3).0 + 1)];
    let entries = engines.journal.entries(&asked).await.unwrap();
    assert_eq!(positions(&entries), [at(0), at(3)]);
    let (paged, _) = engines.journal.page(at(2), 1).await.unwrap();
    let Matter::Report { id, body, .. } = &entries[1].matter else {
        panic!("a submission is read back as a report");
    };
    let same = |entry: &Entry| matches!(&entry.matter, Matter::Report { id: i, body: b, .. } if i == id && b == body);
    assert!(same(&paged[0]));
    assert_eq!(entries[1].received_at, paged[0].received_at);
    assert!(engines.journal.entries(&[]).await.unwrap().is_empty());
}

/// Bodies bound them as they bound a page.
pub async fn entries_of_large_bodies_come_one_by_one(engines: Engines) {
    let sender = hospital(&engines).await;
    let large = |key| {
        let mut draft = draft(sender, key);
        draft.body.bytes = vec![7; PAGE_BODY_BYTES_MAX + 1];
        draft
    };
    let logged = append(&engines, &[&large("a"), &large("b")]).await;
    let [a, b] = [logged[0].position, logged[1].position];
    let entries = engines.journal.entries(&[a, b]).await.unwrap();
    assert_eq!(positions(&entries), [a]);
    let entries = engines.journal.entries(&[b]).await.unwrap();
    assert_eq!(positions(&entries), [b]);
}

/// A decision takes a Position and is fed in its place.
pub async fn a_decision_is_an_entry(engines: Engines) {
    let draft = draft(hospital(&engines).await, "a");
    let about = append(&engines, &[&draft]).await[0].position;
    let decision = Decision {
        action: Action::Release,
        about,
        reason: "The doubt was settled.".to_owned(),
        operator: "operator".to_owned(),
    };
    let at = engines
        .journal
        .append_decision(decision.clone(), moment(2))
        .await
        .unwrap();
    assert!(at > about);
    let (entries, read) = engines.journal.page(about, 10).await.unwrap();
    assert_eq!((positions(&entries), read), (vec![at], at));
    assert_eq!(entries[0].received_at, moment(2));
    assert!(matches!(&entries[0].matter, Matter::Decision(read) if *read == decision));
}

/// Thirty-two callers at once, each its own Submissions and one that all share.
pub async fn thirty_two_appenders_lose_nothing(engines: Engines) {
    let sender = hospital(&engines).await;
    let journal = Journal::open(engines.journal.clone(), Grouping::default())
        .await
        .unwrap();
    let shared = Arc::new(draft(sender, "shared"));
    let appenders: Vec<_> = (0..32)
        .map(|number| tokio::spawn(appender(journal.clone(), number, shared.clone())))
        .collect();
    let mut firsts = 0;
    for appender in appenders {
        firsts += usize::from(appender.await.unwrap());
    }
    assert_eq!(firsts, 1);
    let (entries, _) = engines.journal.page(Position(0), 1000).await.unwrap();
    assert_eq!(entries.len(), 32 * 8 + 1);
}

/// Appends eight Submissions of its own and the shared one; whether it was the first.
async fn appender(journal: Journal, number: u32, shared: Arc<Draft>) -> bool {
    for turn in 0..8 {
        let own = draft(shared.sender, &format!("{number} {turn}"));
        let receipt = journal.append(own).await.unwrap();
        assert!(!receipt.again);
    }
    let receipt = journal.append(Draft::clone(&shared)).await.unwrap();
    !receipt.again
}
