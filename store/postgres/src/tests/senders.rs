//! Senders: a reader that answers one finds no row of another, whatever it asks.

use caseway_proto::{Position, SenderId};
use caseway_store::conformance::sample;
use caseway_store::{CaseRecord, Casebook as _, JournalEngine as _, OutcomeKind, Page};
use sqlx::{AssertSqlSafe, PgConnection};

use super::{engines, opened};
use crate::Postgres;

/// Every table that has rows of senders.
const TABLES: [&str; 6] = [
    "senders",
    "entries",
    "matters",
    "outcomes",
    "expectations",
    "reroutings",
];

/// Two senders; the first with one of everything, the second with two.
async fn two_senders(postgres: &Postgres) -> [SenderId; 2] {
    let engines = engines(postgres);
    let one = sample::sender(&engines, "hospital").await;
    let two = sample::sender(&engines, "laboratory").await;
    let drafts = vec![
        sample::draft(one.id, "a"),
        sample::draft(two.id, "a"),
        sample::draft(two.id, "b"),
    ];
    let logged = postgres.append(drafts).await.unwrap();
    let owes = |sender: &caseway_proto::Sender| {
        sample::expectation(sender.organisation.as_deref(), 1, None)
    };
    let moved = |sender| (sender, sample::rerouting(1));
    let page = Page {
        to: logged[2].position,
        outcomes: logged
            .iter()
            .map(|logged| sample::outcome(logged.position, OutcomeKind::Recorded))
            .collect(),
        cases: vec![CaseRecord {
            expectations: vec![owes(&one), owes(&two), owes(&two)],
            reroutings: [one.id, two.id, two.id].map(moved).to_vec(),
            ..sample::case_record(sample::person(1), "C50")
        }],
        ..Page::default()
    };
    postgres.record(&page).await.unwrap();
    [one.id, two.id]
}

/// How many rows there are of each table.
async fn rows(connection: &mut PgConnection) -> [i64; 6] {
    let mut counted = [0; 6];
    for (table, count) in TABLES.iter().zip(&mut counted) {
        let statement = AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
        let row: (i64,) = sqlx::query_as(statement)
            .fetch_one(&mut *connection)
            .await
            .unwrap();
        *count = row.0;
    }
    counted
}

async fn answer(reader: &mut PgConnection, sender: SenderId) {
    sqlx::query_file_scalar!("statements/engine/answer_sender.sql", sender.0)
        .fetch_one(reader)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_reader_finds_the_rows_of_the_sender_that_it_answers() {
    let Some((postgres, _database)) = opened().await else {
        return;
    };
    let [one, two] = two_senders(&postgres).await;
    let mut reader = postgres.reader.acquire().await.unwrap();
    assert_eq!(rows(&mut reader).await, [0; 6], "it answers nobody yet");
    for (sender, expected) in [
        (one, [1; 6]),
        (two, [1, 2, 2, 2, 2, 2]),
        (SenderId(99), [0; 6]),
    ] {
        let mut transaction = sqlx::Connection::begin(&mut *reader).await.unwrap();
        answer(&mut transaction, sender).await;
        assert_eq!(rows(&mut transaction).await, expected);
        transaction.commit().await.unwrap();
        assert_eq!(
            rows(&mut reader).await,
            [0; 6],
            "it ended with the transaction"
        );
    }
}

#[tokio::test]
async fn the_rows_are_there_for_those_who_may_see_all() {
    let Some((postgres, _database)) = opened().await else {
        return;
    };
    two_senders(&postgres).await;
    let mut console = postgres.console.acquire().await.unwrap();
    assert_eq!(rows(&mut console).await, [2, 3, 3, 3, 3, 3]);
}

#[tokio::test]
async fn the_head_is_told_to_a_reader_that_answers_nobody() {
    let Some((postgres, _database)) = opened().await else {
        return;
    };
    two_senders(&postgres).await;
    let (head, feed) = caseway_store::Ledger::positions(&postgres).await.unwrap();
    assert_eq!(head, feed);
    assert!(head > Position(0));
}
