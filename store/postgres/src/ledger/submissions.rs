//! Submissions and what became of each.

use caseway_proto::{
    CaseId, Disposition, Position, RegistryId, ReportKind, SenderId, SubmissionId,
};
use caseway_store::rows::Row;
use caseway_store::{Period, State, StoreError, SubmissionState};
use sqlx::PgConnection;

use super::READING;
use crate::error::Doing as _;
use crate::row::utf8;

/// What a Sender asks for.
pub(super) struct Asked {
    pub(super) sender: SenderId,
    pub(super) period: Period,
    /// After the first, up to and as of the second.
    pub(super) window: (Position, Position),
    pub(super) most: u32,
}

pub(super) async fn find(
    reader: &mut PgConnection,
    sender: SenderId,
    id: SubmissionId,
    as_of: Position,
) -> Result<Option<SubmissionState>, StoreError> {
    sqlx::query_file_as!(
        SubmissionRow,
        "statements/ledger/find_submission.sql",
        sender.0,
        &id.0[..],
        as_of.0,
    )
    .fetch_optional(reader)
    .await
    .doing(READING)?
    .map(SubmissionRow::state)
    .transpose()
}

pub(super) async fn list(
    reader: &mut PgConnection,
    asked: Asked,
) -> Result<Vec<SubmissionState>, StoreError> {
    let (after, as_of) = asked.window;
    sqlx::query_file_as!(
        SubmissionRow,
        "statements/ledger/list_submissions.sql",
        asked.sender.0,
        asked.period.from.as_microsecond(),
        asked.period.until.as_microsecond(),
        after.0,
        as_of.0,
        i64::from(asked.most),
    )
    .fetch_all(reader)
    .await
    .doing(READING)?
    .into_iter()
    .map(SubmissionRow::state)
    .collect()
}

struct SubmissionRow {
    position: i64,
    submission: Vec<u8>,
    key: Vec<u8>,
    report_key: Option<Vec<u8>>,
    registry: Option<String>,
    kind: Option<String>,
    received_at_micros: i64,
    disposition: String,
    issues: String,
    case_id: Option<String>,
    cause: Option<String>,
    sentence: Option<String>,
    replaced_by: Option<Vec<u8>>,
    state: String,
}

impl SubmissionRow {
    fn state(self) -> Result<SubmissionState, StoreError> {
        let row = Row {
            table: "entries",
            key: self.position,
        };
        let replaced_by = self.replaced_by.map(|id| row.read("submission", name(&id)));
        let report_key = self.report_key.map(|key| row.read("report_key", utf8(key)));
        Ok(SubmissionState {
            id: row.read("submission", name(&self.submission))?,
            position: Position(self.position),
            key: row.read("key", utf8(self.key))?,
            report_key: report_key.transpose()?,
            registry: self.registry.map(RegistryId),
            kind: self.kind.map(ReportKind),
            received_at: row.time("received_at_micros", self.received_at_micros)?,
            disposition: row.read("disposition", Disposition::parse(&self.disposition))?,
            state: row.read("state", State::parse(&self.state))?,
            case: self.case_id.map(CaseId),
            replaced_by: replaced_by.transpose()?,
            cause: self.cause,
            sentence: self.sentence,
            issues: row.json("issues", &self.issues)?,
        })
    }
}

fn name(bytes: &[u8]) -> Option<SubmissionId> {
    bytes.try_into().ok().map(SubmissionId)
}
