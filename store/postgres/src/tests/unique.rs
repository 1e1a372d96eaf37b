//! The unique indexes: a duplicate is impossible, not only looked up.

use caseway_proto::Disposition;
use caseway_store::conformance::sample;
use caseway_store::{JournalEngine as _, Nature};

use super::{hospital, opened};

#[tokio::test]
async fn a_duplicate_that_was_not_looked_up_is_refused_by_the_index() {
    let Some((mut postgres, _database)) = opened().await else {
        return;
    };
    let sender = hospital(&postgres).await;
    postgres.dedupe = false;
    let draft = sample::draft(sender, "a");
    postgres.append(vec![draft.clone()]).await.unwrap();

    let same_id = postgres.append(vec![draft.clone()]).await.unwrap_err();
    assert_eq!(same_id.nature(), Nature::Permanent);
    let same_key = sample::with_content(draft.clone(), "other");
    let same_key = postgres.append(vec![same_key]).await.unwrap_err();
    assert_eq!(same_key.nature(), Nature::Permanent);
    let rejected = sample::with_content(sample::rejected(sender, "a"), "broken");
    let rejected = postgres.append(vec![rejected]).await.unwrap();
    assert_eq!(rejected[0].disposition, Disposition::Rejected);
}

#[tokio::test]
async fn a_duplicate_of_another_month_is_a_duplicate() {
    let Some((postgres, _database)) = opened().await else {
        return;
    };
    let draft = sample::draft(hospital(&postgres).await, "a");
    let mut later = draft.clone();
    later.received_at = sample::moment(90 * 24 * 3600);
    let first = postgres.append(vec![draft]).await.unwrap();
    let again = postgres.append(vec![later]).await.unwrap();
    assert!(again[0].again);
    assert_eq!(again[0].position, first[0].position);
}

#[tokio::test]
async fn a_group_with_a_refused_draft_keeps_none_of_it() {
    let Some((postgres, _database)) = opened().await else {
        return;
    };
    let sender = hospital(&postgres).await;
    let stranger = sample::draft(caseway_proto::SenderId(99), "a");
    let drafts = vec![sample::draft(sender, "a"), stranger];
    assert!(postgres.append(drafts).await.is_err());
    assert_eq!(postgres.head().await.unwrap().0, 0);
    let drafts = vec![sample::draft(sender, "a")];
    assert!(!postgres.append(drafts).await.unwrap()[0].again);
}

#[tokio::test]
async fn a_call_of_more_than_a_statement_takes_is_kept_whole_and_in_order() {
    let Some((postgres, _database)) = opened().await else {
        return;
    };
    let sender = hospital(&postgres).await;
    let draft = |number: u32| sample::draft(sender, &number.to_string());
    let mut drafts: Vec<_> = (0..250).map(draft).collect();
    drafts.extend((0..250).map(draft));
    let logged = postgres.append(drafts).await.unwrap();
    let (first, again) = logged.split_at(250);
    assert!(first.is_sorted_by(|one, next| one.position < next.position));
    assert!(again.iter().all(|logged| logged.again));
    let (entries, _) = postgres
        .page(caseway_proto::Position(0), 1000)
        .await
        .unwrap();
    assert_eq!(entries.len(), 250);
}

#[tokio::test]
async fn long_keys_are_told_apart_by_their_last_letter() {
    let Some((postgres, _database)) = opened().await else {
        return;
    };
    let sender = hospital(&postgres).await;
    let long = |last| sample::draft(sender, &format!("{}{last}", "long ".repeat(20_000)));
    let logged = postgres.append(vec![long("a"), long("b")]).await.unwrap();
    assert!(!logged[1].again);
    let again = postgres.append(vec![long("b")]).await.unwrap();
    assert_eq!(again[0].position, logged[1].position);
}
