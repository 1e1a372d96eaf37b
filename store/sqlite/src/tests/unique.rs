//! The unique indexes: a duplicate is impossible, not only looked up.

use caseway_proto::Disposition;
use caseway_store::conformance::{Engines, sample};
use caseway_store::{JournalEngine as _, Nature};
use std::sync::Arc;

use super::opened;

#[tokio::test]
async fn a_duplicate_that_was_not_looked_up_is_refused_by_the_index() {
    let (mut sqlite, _folder) = opened().await;
    let sender = sample::sender(&Engines::of(&Arc::new(sqlite.clone())), "hospital").await;
    sqlite.dedupe = false;
    let draft = sample::draft(sender.id, "a");
    sqlite.append(vec![draft.clone()]).await.unwrap();

    let same_id = sqlite.append(vec![draft.clone()]).await.unwrap_err();
    assert_eq!(same_id.nature(), Nature::Permanent);
    let same_key = sample::with_content(draft.clone(), "other");
    let same_key = sqlite.append(vec![same_key]).await.unwrap_err();
    assert_eq!(same_key.nature(), Nature::Permanent);
    let rejected = sample::with_content(sample::rejected(sender.id, "a"), "broken");
    let rejected = sqlite.append(vec![rejected]).await.unwrap();
    assert_eq!(rejected[0].disposition, Disposition::Rejected);
}

#[tokio::test]
async fn a_group_with_a_refused_draft_keeps_none_of_it() {
    let (sqlite, _folder) = opened().await;
    let sender = sample::sender(&Engines::of(&Arc::new(sqlite.clone())), "hospital").await;
    let stranger = sample::draft(caseway_proto::SenderId(99), "a");
    let drafts = vec![sample::draft(sender.id, "a"), stranger];
    assert!(sqlite.append(drafts).await.is_err());
    assert_eq!(sqlite.head().await.unwrap().0, 0);
    let drafts = vec![sample::draft(sender.id, "a")];
    assert!(!sqlite.append(drafts).await.unwrap()[0].again);
}
