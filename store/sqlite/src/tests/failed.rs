//! What is left after the disk failed a statement.

use super::opened;

#[tokio::test]
async fn a_writer_whose_transaction_the_disk_ended_makes_way_for_another() {
    let (sqlite, _folder) = opened().await;
    for pool in [&sqlite.journal, &sqlite.casebook, &sqlite.vault] {
        let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await.unwrap();
        // As SQLite does by itself when a write fails.
        sqlx::query("ROLLBACK")
            .execute(&mut *transaction)
            .await
            .unwrap();
        assert!(transaction.commit().await.is_err());
        let transaction = pool.begin_with("BEGIN IMMEDIATE").await.unwrap();
        transaction.commit().await.unwrap();
    }
}

#[tokio::test]
async fn a_writer_that_is_opened_anew_finds_the_log_as_the_last_one_left_it() {
    let (sqlite, folder) = opened().await;
    for (pool, file) in [(&sqlite.journal, "journal"), (&sqlite.vault, "vault")] {
        let log = folder.path().join(format!("{file}.db-wal"));
        let bytes = std::fs::read(&log).unwrap();
        pool.acquire().await.unwrap().close().await.unwrap();
        drop(pool.acquire().await.unwrap());
        assert_eq!(
            std::fs::read(&log).unwrap(),
            bytes,
            "the log was not begun anew"
        );
    }
}
