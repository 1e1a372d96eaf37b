//! The switches for fault tests do turn off what they are named for.

use caseway_store::JournalEngine as _;
use caseway_store::conformance::sample;

use super::database::Database;
use super::hospital;
use crate::{Options, drop_unique_indexes, open_with};

#[tokio::test]
async fn without_dedupe_a_submission_is_kept_twice() {
    let Some(database) = Database::fresh().await else {
        return;
    };
    let options = Options {
        no_dedupe: true,
        ..Options::default()
    };
    let postgres = open_with(&database.login(), options);
    drop_unique_indexes(&database.administrators())
        .await
        .unwrap();
    let draft = sample::draft(hospital(&postgres).await, "a");
    let logged = postgres.append(vec![draft.clone(), draft]).await.unwrap();
    assert_ne!(logged[0].position, logged[1].position);
    assert!(!logged[1].again);
}

#[tokio::test]
async fn without_synchronous_commits_do_not_wait_for_the_disk() {
    let Some(database) = Database::fresh().await else {
        return;
    };
    let options = Options {
        synchronous_off: true,
        ..Options::default()
    };
    let postgres = open_with(&database.login(), options);
    let found: (String,) = sqlx::query_as("SHOW synchronous_commit")
        .fetch_one(&postgres.gateway)
        .await
        .unwrap();
    assert_eq!(found.0, "off");
}
