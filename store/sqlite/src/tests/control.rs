//! The switches for fault tests do turn off what they are named for.

use std::sync::Arc;

use caseway_store::JournalEngine as _;
use caseway_store::conformance::{Engines, sample};

use crate::{Options, open_with};

#[tokio::test]
async fn without_dedupe_a_submission_is_kept_twice() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        no_dedupe: true,
        ..Options::default()
    };
    let sqlite = open_with(folder.path(), options).await.unwrap();
    let sender = sample::sender(&Engines::of(&Arc::new(sqlite.clone())), "hospital").await;
    let draft = sample::draft(sender.id, "a");
    let logged = sqlite.append(vec![draft.clone(), draft]).await.unwrap();
    assert_ne!(logged[0].position, logged[1].position);
    assert!(!logged[1].again);
}

#[tokio::test]
async fn without_synchronous_commits_do_not_wait_for_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        synchronous_off: true,
        ..Options::default()
    };
    let sqlite = open_with(folder.path(), options).await.unwrap();
    for pool in [&sqlite.journal, &sqlite.casebook, &sqlite.vault] {
        let row: (i64,) = sqlx::query_as("PRAGMA synchronous")
            .fetch_one(pool)
            .await
            .unwrap();
        assert_eq!(row.0, 0);
    }
}
