//! The three files: what is there after they were closed, and how they are set.

use std::sync::Arc;

use caseway_proto::Position;
use caseway_store::conformance::{Engines, sample};
use caseway_store::{Engine as _, JournalEngine as _, OutcomeKind, Owner, Page, StoredKey};

use super::opened;

#[tokio::test]
async fn what_was_kept_is_there_when_the_folder_is_opened_again() {
    let (sqlite, folder) = opened().await;
    let engines = Engines::of(&Arc::new(sqlite.clone()));
    let sender = sample::sender(&engines, "hospital").await;
    let drafts = vec![sample::draft(sender.id, "a")];
    let logged = engines.journal.append(drafts).await.unwrap().remove(0);
    let page = Page {
        to: logged.position,
        outcomes: vec![sample::outcome(logged.position, OutcomeKind::Quarantined)],
        cases: vec![sample::case_record(sample::person(1), "C50")],
        ..Page::default()
    };
    engines.casebook.record(&page).await.unwrap();
    let key = StoredKey {
        owner: Owner::Person(sample::person(1)),
        wrapped: vec![1],
        identity: None,
    };
    engines.vault.put(vec![key.clone()]).await.unwrap();
    sqlite.close().await;

    let sqlite = crate::open(folder.path()).await.unwrap();
    let engines = Engines::of(&Arc::new(sqlite));
    assert_eq!(engines.roster.list().await.unwrap()[0].sender, sender);
    assert_eq!(engines.journal.head().await.unwrap(), logged.position);
    assert_eq!(engines.casebook.position().await.unwrap(), logged.position);
    assert_eq!(engines.casebook.cases(None, 10).await.unwrap().len(), 1);
    assert_eq!(engines.desk.quarantine(10).await.unwrap().len(), 1);
    let found = engines.vault.get(key.owner).await.unwrap().unwrap();
    assert_eq!(found.wrapped, key.wrapped);
}

#[tokio::test]
async fn what_cannot_be_made_again_waits_for_the_disk_and_every_file_checks_its_references() {
    let (sqlite, _folder) = opened().await;
    let (normal, full) = (1, 2);
    let files = [
        (&sqlite.journal, full),
        (&sqlite.casebook, normal),
        (&sqlite.vault, full),
    ];
    for (pool, synchronous) in files {
        let pragma = async |pragma: &'static str| {
            let row: (i64,) = sqlx::query_as(pragma).fetch_one(pool).await.unwrap();
            row.0
        };
        assert_eq!(pragma("PRAGMA synchronous").await, synchronous);
        assert_eq!(pragma("PRAGMA foreign_keys").await, 1);
        let mode: (String,) = sqlx::query_as("PRAGMA journal_mode")
            .fetch_one(pool)
            .await
            .unwrap();
        assert_eq!(mode.0, "wal");
    }
}

#[tokio::test]
async fn readers_cannot_write() {
    let (sqlite, _folder) = opened().await;
    for pool in [&sqlite.reading, &sqlite.pipeline] {
        assert!(
            sqlx::query("DELETE FROM entries")
                .execute(pool)
                .await
                .is_err()
        );
        assert!(
            sqlx::query("DELETE FROM outcomes")
                .execute(pool)
                .await
                .is_err()
        );
    }
    assert!(
        sqlx::query("DELETE FROM keys")
            .execute(&sqlite.keys)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn two_engines_on_one_folder_wait_for_each_other() {
    let (one, folder) = opened().await;
    let two = crate::open(folder.path()).await.unwrap();
    let sender = sample::sender(&Engines::of(&Arc::new(one.clone())), "hospital").await;
    let append = |sqlite: crate::Sqlite, name: &'static str| async move {
        for turn in 0..20 {
            let draft = sample::draft(sender.id, &format!("{name} {turn}"));
            sqlite.append(vec![draft]).await.unwrap();
        }
    };
    let both = [append(one.clone(), "one"), append(two, "two")].map(tokio::spawn);
    for appender in both {
        appender.await.unwrap();
    }
    let (entries, _) = one.page(Position(0), 100).await.unwrap();
    assert_eq!(entries.len(), 40);
}
