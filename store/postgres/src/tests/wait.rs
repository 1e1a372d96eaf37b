//! Waiting for entries: woken at the commit, and not before.

use std::time::Duration;

use caseway_proto::Position;
use caseway_store::conformance::sample;
use caseway_store::{Engine as _, JournalEngine as _, StoreError};

use super::{hospital, opened};

#[tokio::test]
async fn an_entry_that_is_there_is_not_waited_for() {
    let Some((postgres, _database)) = opened().await else {
        return;
    };
    let draft = sample::draft(hospital(&postgres).await, "a");
    let logged = postgres.append(vec![draft]).await.unwrap();
    let head = postgres.wait_for_entry(Position(0)).await.unwrap();
    assert_eq!(head, logged[0].position);
}

#[tokio::test]
async fn whoever_waits_is_woken_by_the_next_entry() {
    let Some((postgres, database)) = opened().await else {
        return;
    };
    let draft = sample::draft(hospital(&postgres).await, "a");
    let another = crate::open(&database.login()).await.unwrap();
    let waiting = tokio::spawn(async move { another.wait_for_entry(Position(0)).await });
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!waiting.is_finished());
    let logged = postgres.append(vec![draft]).await.unwrap();
    let woken = tokio::time::timeout(Duration::from_secs(5), waiting).await;
    assert_eq!(woken.unwrap().unwrap().unwrap(), logged[0].position);
}

#[tokio::test]
async fn whoever_waits_is_told_when_the_engine_closes() {
    let Some((postgres, _database)) = opened().await else {
        return;
    };
    let waiting = postgres.clone();
    let waiting = tokio::spawn(async move { waiting.wait_for_entry(Position(0)).await });
    tokio::time::sleep(Duration::from_millis(200)).await;
    postgres.close().await;
    let told = tokio::time::timeout(Duration::from_secs(5), waiting).await;
    assert!(matches!(told.unwrap().unwrap(), Err(StoreError::Closed)));
}

#[tokio::test]
async fn whoever_waits_is_not_left_waiting_when_its_connection_is_lost() {
    let Some((postgres, database)) = opened().await else {
        return;
    };
    let draft = sample::draft(hospital(&postgres).await, "a");
    let another = crate::open(&database.login()).await.unwrap();
    let waiting = tokio::spawn(async move { another.wait_for_entry(Position(0)).await });
    tokio::time::sleep(Duration::from_millis(200)).await;
    let ended: (i64,) = sqlx::query_as(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
         WHERE datname = current_database() AND query LIKE 'LISTEN%'",
    )
    .fetch_one(&mut database.administrator().await)
    .await
    .unwrap();
    assert_eq!(ended.0, 1);
    let logged = postgres.append(vec![draft]).await.unwrap();
    let woken = tokio::time::timeout(Duration::from_secs(5), waiting).await;
    assert_eq!(woken.unwrap().unwrap().unwrap(), logged[0].position);
}
