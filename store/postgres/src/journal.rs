//! The Journal's engine: appending, and reading Entries back for the Feed.

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

use crate::append::append;
use crate::columns::column;
use crate::error::Doing as _;
use crate::limit::within;
use crate::row::utf8;
use crate::wait::wait_for_entry;
use crate::{Postgres, turn};

const READING: &str = "reading the journal";
const APPENDING: &str = "appending to the journal";
const DECIDING: &str = "appending a decision to the journal";

#[async_trait]
impl JournalEngine for Postgres {
    async fn append(&self, drafts: Vec<Draft>) -> Result<Vec<Logged>, StoreError> {
        within(self.call_max, APPENDING, append(self, drafts)).await
    }

    async fn append_decision(
        &self,
        decision: Decision,
        at: Timestamp,
    ) -> Result<Position, StoreError> {
        let decided = Decided::Decision(decision);
        within(self.call_max, DECIDING, append_decided(self, decided, at)).await
    }

    async fn append_ruling(&self, ruling: Ruling, at: Timestamp) -> Result<Position, StoreError> {
        let decided = Decided::Ruling(ruling);
        within(self.call_max, DECIDING, append_decided(self, decided, at)).await
    }

    async fn page(&self, after: Position, most: u32) -> Result<(Vec<Entry>, Position), StoreError> {
        let bytes_max = i64::try_from(PAGE_BODY_BYTES_MAX).unwrap_or(i64::MAX);
        let page = sqlx::query_file!(
            "statements/journal/find_page_end.sql",
            after.0,
            i64::from(most),
            bytes_max,
        )
        .fetch_one(&self.normaliser)
        .await
        .doing(READING)?;
        // What is appended between the two statements belongs to the next page.
        let entries = sqlx::query_file_as!(
            EntryRow,
            "statements/journal/list_entries.sql",
            after.0,
            page.page_end,
            page.first_micros,
            page.last_micros,
        )
        .fetch_all(&self.normaliser)
        .await
        .doing(READING)?
        .into_iter()
        .map(EntryRow::entry)
        .collect::<Result<_, _>>()?;
        Ok((entries, Position(page.page_end)))
    }

    async fn entry(&self, position: Position) -> Result<Option<Entry>, StoreError> {
        sqlx::query_file_as!(EntryRow, "statements/journal/find_entry.sql", position.0)
            .fetch_optional(&self.normaliser)
            .await
            .doing(READING)?
            .map(EntryRow::entry)
            .transpose()
    }

    async fn entries(&self, positions: &[Position]) -> Result<Vec<Entry>, StoreError> {
        let bytes_max = i64::try_from(PAGE_BODY_BYTES_MAX).unwrap_or(i64::MAX);
        let positions = column(positions, |position| position.0);
        sqlx::query_file_as!(
            EntryRow,
            "statements/journal/list_entries_at.sql",
            &positions,
            bytes_max,
        )
        .fetch_all(&self.normaliser)
        .await
        .doing(READING)?
        .into_iter()
        .map(EntryRow::entry)
        .collect()
    }

    async fn head(&self) -> Result<Position, StoreError> {
        sqlx::query_file_scalar!("statements/journal/find_head.sql")
            .fetch_one(&self.gateway)
            .await
            .doing(READING)
            .map(Position)
    }

    async fn wait_for_entry(&self, after: Position) -> Result<Position, StoreError> {
        wait_for_entry(self, after).await
    }
}

async fn append_decided(
    postgres: &Postgres,
    decided: Decided,
    at: Timestamp,
) -> Result<Position, StoreError> {
    postgres.months.make(&postgres.console, [at]).await?;
    let mut transaction = postgres.console.begin().await.doing(DECIDING)?;
    let drawn = turn::take(&mut transaction, 1).await?;
    let row = Row {
        table: "entries",
        key: "-",
    };
    let position = row.read("position", drawn.first().copied())?;
    sqlx::query_file!(
        "statements/journal/insert_decision.sql",
        position,
        at.as_microsecond(),
        json(&decided)?,
    )
    .execute(&mut *transaction)
    .await
    .doing(DECIDING)?;
    transaction.commit().await.doing(DECIDING)?;
    Ok(Position(position))
}

/// An entry's columns; which are there depends on what it is about.
struct EntryRow {
    position: i64,
    received_at_micros: i64,
    submission: Option<Vec<u8>>,
    sender: Option<i64>,
    syntax: Option<String>,
    person: Option<Vec<u8>>,
    report_key: Option<Vec<u8>>,
    rank: Option<Vec<u8>>,
    retracts: Option<bool>,
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
                report_key: row.read("report_key", self.report_key.and_then(utf8))?,
                rank: row.read("rank", self.rank.and_then(utf8).map(Rank))?,
                retracts: row.read("retracts", self.retracts)?,
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
