//! What an append reads: as little of a long Journal as of a short one.

use std::time::Duration;

use caseway_store::conformance::sample;
use caseway_store::{Draft, Engine as _, JournalEngine as _};
use sqlx::PgConnection;

use super::{hospital, opened};
use crate::Postgres;

/// Of each Draft so many index entries are read at most.
const READ_MAX: i64 = 10;
/// Drafts of an append.
const GROUP: usize = 32;
/// So many more engines are opened as the Journal grows, and make their plans then.
const ENGINES: usize = 10;
/// Each of them appends so often in the end.
const APPENDS: usize = 6;
/// The server has ended the sessions that are closed within this.
const ENDED_WITHIN: Duration = Duration::from_secs(30);

/// Plans are made once and used for as long as the server does not look at the tables again.
#[tokio::test]
async fn an_append_reads_as_little_of_a_long_journal_as_of_a_short_one() {
    let Some((first, database)) = opened().await else {
        return;
    };
    let sender = hospital(&first).await;
    let mut drafts = (0..).map(|number| sample::draft(sender, &format!("{number}")));
    let mut group = |count| -> Vec<Draft> { drafts.by_ref().take(count).collect() };
    let (mut engines, mut appended) = (vec![first], 0);
    for size in (0..ENGINES).map(|power| 1 << power.min(8)) {
        let engine = crate::open(&database.login()).await.unwrap();
        engine.append(group(size)).await.unwrap();
        appended += size;
        engines.push(engine);
    }
    for engine in &engines {
        for _ in 0..APPENDS {
            engine.append(group(GROUP)).await.unwrap();
            appended += GROUP;
        }
    }
    let appended = i64::try_from(appended).unwrap();
    let (looks, read) = read(engines, &mut database.administrator().await).await;
    assert!(looks >= appended, "each is looked up: {looks}");
    assert!(
        read <= READ_MAX * appended,
        "{read} index entries for {appended} drafts"
    );
}

/// How often the Journal's indexes were looked into, and how many entries of them that read.
/// What a session did is told at the latest when it ends.
async fn read(engines: Vec<Postgres>, administrator: &mut PgConnection) -> (i64, i64) {
    for engine in engines {
        engine.close().await;
    }
    let there = "SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'caseway'";
    let ended = async {
        while sqlx::query_scalar::<_, i64>(there)
            .fetch_one(&mut *administrator)
            .await
            .unwrap()
            > 0
        {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(ENDED_WITHIN, ended).await.unwrap();
    let asked = "SELECT sum(idx_scan)::BIGINT, sum(idx_tup_read)::BIGINT
        FROM pg_stat_user_indexes WHERE relname = 'entries'";
    sqlx::query_as(asked)
        .fetch_one(administrator)
        .await
        .unwrap()
}
