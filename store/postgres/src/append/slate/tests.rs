//! What a call adds to the slate bears on the Drafts after it.

use caseway_proto::{Digest, Disposition, Position, Rank, SenderId};
use caseway_store::conformance::sample;
use caseway_store::{Draft, Logged};

use super::Slate;

const SENDER: SenderId = SenderId(1);

fn slate() -> Slate {
    Slate {
        kept: true,
        ..Slate::default()
    }
}

fn logged(draft: &Draft, disposition: Disposition) -> Logged {
    Logged {
        position: Position(7),
        id: draft.id,
        disposition,
        issues: Vec::new(),
        received_at: draft.received_at,
        again: false,
    }
}

#[test]
fn a_draft_that_was_added_is_the_same_one_later() {
    let mut slate = slate();
    let draft = sample::draft(SENDER, "a");
    assert_eq!(slate.standing(&draft).same, None);
    let first = logged(&draft, Disposition::Accepted);
    slate.add(&draft, &first);
    assert_eq!(slate.standing(&draft).same, Some(first.clone()));
    let other_plan = sample::with_plan(draft.clone(), "another plan");
    assert_eq!(slate.standing(&other_plan).same, Some(first));
    let other_content = slate.standing(&sample::with_content(draft, "other"));
    assert!(other_content.same.is_none() && other_content.key_taken);
}

#[test]
fn a_rejected_draft_takes_no_key_and_is_known_by_its_id_only() {
    let mut slate = slate();
    let draft = sample::rejected(SENDER, "a");
    slate.add(&draft, &logged(&draft, Disposition::Rejected));
    assert!(slate.standing(&draft).same.is_some());
    let correction = slate.standing(&sample::with_content(draft, "corrected"));
    assert!(correction.same.is_none() && !correction.key_taken);
}

#[test]
fn a_key_clash_that_was_rejected_leaves_the_key_to_the_first() {
    let mut slate = slate();
    let first = sample::draft(SENDER, "a");
    let clash = sample::with_content(first.clone(), "other");
    slate.add(&first, &logged(&first, Disposition::Accepted));
    slate.add(&clash, &logged(&clash, Disposition::Rejected));
    let of_first = slate.standing(&first).same.unwrap();
    assert_eq!(of_first.id, first.id);
    assert_eq!(slate.by_key[&super::key(&first)].0, Digest::of(b"a"));
}

#[test]
fn only_an_accepted_version_is_the_newest() {
    let mut slate = slate();
    let newer = sample::version(SENDER, "a", "report", "2");
    let older = sample::version(SENDER, "b", "report", "1");
    slate.add(&newer, &logged(&newer, Disposition::Accepted));
    slate.add(&older, &logged(&older, Disposition::Superseded));
    assert_eq!(slate.standing(&older).newest, Some(Rank("2".to_owned())));
    let other = sample::version(SenderId(2), "a", "report", "1");
    assert_eq!(slate.standing(&other).newest, None);
}

#[test]
fn a_blank_slate_stays_blank() {
    let mut slate = Slate::blank();
    let draft = sample::draft(SENDER, "a");
    slate.add(&draft, &logged(&draft, Disposition::Accepted));
    let standing = slate.standing(&draft);
    assert!(standing.same.is_none() && standing.newest.is_none());
}
