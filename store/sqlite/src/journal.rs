//! The Journal's engine: appending, and reading Entries back for the Feed.

use std::time::Duration;

use async_trait::async_trait;
use caseway_proto::{
    Person, Position, Rank, RegistryId, ReportKind, SenderId, SubmissionId, Syntax,
};
use caseway_store::rows::{Row, json};
use caseway_store::{
    Decided, Decision, Draft, Entry, JournalEngine, Logged, Matter, Owner, PAGE_BODY_BYTES_MAX,
    Ruling, Sealed, StoreError, Version,
};
use jiff::Timestamp;
use sqlx::sqlite::SqlitePool;

use crate::Sqlite;
use crate::append::append;
use crate::error::Doing as _;

const READING: &str = "reading the journal";

/// Another process may write, the command line for one, and cannot tell this one: so the
/// file is looked at this often.
const LOOK: Duration = Duration::from_secs(1);

#[async_trait]
impl JournalEngine for Sqlite {
    async fn append(&self, drafts: Vec<Draft>) -> Result<Vec<Logged>, StoreError> {
        append(self, drafts).await
    }

    async fn append_decision(
        &self,
        decision: Decision,
        at: Timestamp,
    ) -> Result<Position, StoreError> {
        append_decided(self, Decided::Decision(decision), at).await
    }

    async fn append_ruling(&self, ruling: Ruling, at: Timestamp) -> Result<Position, StoreError> {
        append_decided(self, Decided::Ruling(ruling), at).await
    }

    async fn page(&self, after: Position, most: u32) -> Result<(Vec<Entry>, Position), StoreError> {
        // What is appended between the two statements belongs to the next page.
        let end = find_page_end(&self.pipeline, after, most).await?;
        let entries = sqlx::query_file_as!(
            EntryRow,
            "statements/journal/list_entries.sql",
            after.0,
            end,
        )
        .fetch_all(&self.pipeline)
        .await
        .doing(READING)?
        .into_iter()
        .map(EntryRow::entry)
        .collect::<Result<_, _>>()?;
        Ok((entries, Position(end)))
    }

    async fn entry(&self, position: Position) -> Result<Option<Entry>, StoreError> {
        sqlx::query_file_as!(EntryRow, "statements/journal/find_entry.sql", position.0,)
            .fetch_optional(&self.pipeline)
            .await
            .doing(READING)?
            .map(EntryRow::entry)
            .transpose()
    }

    async fn entries(&self, positions: &[Position]) -> Result<Vec<Entry>, StoreError> {
        let bytes_max = i64::try_from(PAGE_BODY_BYTES_MAX).unwrap_or(i64::MAX);
        let positions = json(positions)?;
        sqlx::query_file_as!(
            EntryRow,
            "statements/journal/list_entries_at.sql",
            positions,
            bytes_max,
        )
        .fetch_all(&self.pipeline)
        .await
        .doing(READING)?
        .into_iter()
        .map(EntryRow::entry)
        .collect()
    }

    async fn head(&self) -> Result<Position, StoreError> {
        sqlx::query_file_scalar!("statements/journal/find_head.sql")
            .fetch_one(&self.pipeline)
            .await
            .doing(READING)
            .map(Position)
    }

    async fn wait_for_entry(&self, after: Position) -> Result<Position, StoreError> {
        loop {
            let head = self.head().await?;
            if head > after {
                return Ok(head);
            }
            tokio::time::sleep(LOOK).await;
        }
    }
}

async fn append_decided(
    sqlite: &Sqlite,
    decided: Decided,
    at: Timestamp,
) -> Result<Position, StoreError> {
    let written = sqlx::query_file!(
        "statements/journal/insert_decision.sql",
        at.as_microsecond(),
        json(&decided)?,
    )
    .execute(&sqlite.journal)
    .await
    .doing("appending a decision to the journal")?;
    Ok(Position(written.last_insert_rowid()))
}

async fn find_page_end(reader: &SqlitePool, after: Position, most: u32) -> Result<i64, StoreError> {
    let bytes_max = i64::try_from(PAGE_BODY_BYTES_MAX).unwrap_or(i64::MAX);
    sqlx::query_file_scalar!(
        "statements/journal/find_page_end.sql",
        after.0,
        most,
        bytes_max,
    )
    .fetch_one(reader)
    .await
    .doing(READING)
}

/// An entry's columns; which are there depends on what it is about.
struct EntryRow {
    position: i64,
    received_at_micros: i64,
    submission: Option<Vec<u8>>,
    sender: Option<i64>,
    syntax: Option<String>,
    person: Option<Vec<u8>>,
    report_key: Option<String>,
    rank: Option<String>,
    retracts: Option<i64>,
    registry: Option<String>,
    kind: Option<String>,
    profile: Option<String>,
    decision: Option<String>,
    owner: Option<Vec<u8>>,
    body: Option<Vec<u8>>,
}

impl EntryRow {
    fn entry(self) -> Result<Entry, StoreError> {
        let row = Row {
            table: "entries",
            key: self.position,
        };
        Ok(Entry {
            position: Position(self.position),
            received_at: row.time("received_at_micros", self.received_at_micros)?,
            matter: match &self.decision {
                Some(decided) => row.json::<Decided>("decision", decided)?.into(),
                None => self.report(row)?,
            },
        })
    }

    fn report(self, row: Row<i64>) -> Result<Matter, StoreError> {
        let id = self.submission.and_then(|id| id.try_into().ok());
        let syntax = self.syntax.as_deref().and_then(Syntax::of_media_type);
        let owner = self.owner.as_deref().and_then(Owner::from_bytes);
        let person = self.person.as_deref().and_then(Person::from_slice);
        Ok(Matter::Report {
            id: row.read("submission", id.map(SubmissionId))?,
            sender: row.read("sender", self.sender.map(SenderId))?,
            syntax: row.read("syntax", syntax)?,
            version: Version {
                person: row.read("person", person)?,
                report_key: row.read("report_key", self.report_key)?,
                rank: row.read("rank", self.rank.map(Rank))?,
                retracts: row.read("retracts", self.retracts)? != 0,
                registry: row.read("registry", self.registry.map(RegistryId))?,
                kind: row.read("kind", self.kind.map(ReportKind))?,
                profile: row.read("profile", self.profile)?,
            },
            body: Sealed {
                owner: row.read("owner", owner)?,
                bytes: row.read("body", self.body)?,
            },
        })
    }
}
