//! The Desk: what the console reads.

use async_trait::async_trait;
use caseway_proto::{
    CaseId, Expectation, Position, RegistryId, ReportKind, SenderId, SubmissionId,
};
use caseway_store::rows::{HeldRow, Row, SeenRow, json};
use caseway_store::{Backlog, Desk, HeldEntry, Period, ReportSeen, SenderSeen, StoreError, Stuck};
use jiff::civil::Date;

use crate::Sqlite;
use crate::error::Doing as _;
use crate::ledger::tally;

const READING: &str = "reading for the desk";

#[async_trait]
impl Desk for Sqlite {
    async fn backlog(&self) -> Result<Backlog, StoreError> {
        let found = sqlx::query_file!("statements/desk/find_backlog.sql")
            .fetch_one(&self.reading)
            .await
            .doing(READING)?;
        let row = Row {
            table: "entries",
            key: found.feed,
        };
        let time = |micros| row.time("received_at_micros", micros);
        Ok(Backlog {
            head: Position(found.head),
            feed: Position(found.feed),
            entries: found.entries.unsigned_abs(),
            oldest: found.oldest_micros.map(time).transpose()?,
        })
    }

    async fn senders(&self, period: Period) -> Result<Vec<SenderSeen>, StoreError> {
        let mut reader = self.reading.begin().await.doing(READING)?;
        let rows = sqlx::query_file_as!(SeenRow, "statements/desk/list_senders.sql")
            .fetch_all(&mut *reader)
            .await
            .doing(READING)?;
        let mut senders = Vec::with_capacity(rows.len());
        for row in rows {
            let newest = Position(i64::MAX);
            let tally = tally(&mut reader, SenderId(row.id), period, newest).await?;
            senders.push(row.seen(tally)?);
        }
        Ok(senders)
    }

    async fn quarantine(&self, most: u32) -> Result<Vec<HeldEntry>, StoreError> {
        sqlx::query_file_as!(HeldRow, "statements/desk/list_quarantine.sql", most)
            .fetch_all(&self.reading)
            .await
            .doing(READING)?
            .into_iter()
            .map(HeldRow::entry)
            .collect()
    }

    async fn quarantined(&self, position: Position) -> Result<bool, StoreError> {
        sqlx::query_file_scalar!("statements/desk/is_quarantined.sql", position.0)
            .fetch_one(&self.reading)
            .await
            .doing(READING)
    }

    async fn undecided(&self, most: u32) -> Result<Vec<CaseId>, StoreError> {
        let ids = sqlx::query_file_scalar!("statements/desk/list_undecided.sql", most)
            .fetch_all(&self.reading)
            .await
            .doing(READING)?;
        Ok(ids.into_iter().map(CaseId).collect())
    }

    async fn overdue(&self, until: Date, most: u32) -> Result<Vec<Expectation>, StoreError> {
        let (table, key) = ("expectations", "-");
        let until = until.to_string();
        sqlx::query_file_scalar!("statements/desk/list_overdue.sql", until, most)
            .fetch_all(&self.reading)
            .await
            .doing(READING)?
            .iter()
            .map(|document| Row { table, key }.json("document", document))
            .collect()
    }

    async fn stuck(&self, overdue_until: Date, most: u32) -> Result<Stuck, StoreError> {
        let until = overdue_until.to_string();
        let found = sqlx::query_file!("statements/desk/count_stuck.sql", until, most)
            .fetch_one(&self.reading)
            .await
            .doing(READING)?;
        Ok(Stuck {
            quarantined: found.quarantined.unsigned_abs(),
            undecided: found.undecided.unsigned_abs(),
            overdue: found.overdue.unsigned_abs(),
        })
    }

    async fn reports(&self, submissions: &[SubmissionId]) -> Result<Vec<ReportSeen>, StoreError> {
        let asked: Vec<String> = submissions.iter().map(|id| hex::encode(id.0)).collect();
        sqlx::query_file_as!(ReportRow, "statements/desk/list_reports.sql", json(&asked)?)
            .fetch_all(&self.reading)
            .await
            .doing(READING)?
            .into_iter()
            .map(ReportRow::seen)
            .collect()
    }
}

struct ReportRow {
    position: i64,
    submission: Vec<u8>,
    sender: i64,
    sender_name: String,
    report_key: String,
    registry: String,
    kind: String,
    received_at_micros: i64,
}

impl ReportRow {
    fn seen(self) -> Result<ReportSeen, StoreError> {
        let row = Row {
            table: "entries",
            key: self.position,
        };
        let id = self.submission.try_into().ok();
        Ok(ReportSeen {
            id: row.read("submission", id.map(SubmissionId))?,
            sender: SenderId(self.sender),
            sender_name: self.sender_name,
            report_key: self.report_key,
            registry: RegistryId(self.registry),
            kind: ReportKind(self.kind),
            received_at: row.time("received_at_micros", self.received_at_micros)?,
        })
    }
}
