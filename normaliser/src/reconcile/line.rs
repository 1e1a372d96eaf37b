//! One Submission in the report to its Sender.

use caseway_proto::{CaseId, Disposition, Issue, Position, RegistryId, ReportKind, SubmissionId};
use caseway_store::{State, SubmissionState};
use jiff::Timestamp;
use serde::Serialize;

/// One Submission and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Its name.
    pub id: SubmissionId,
    /// Where it stands in the Journal.
    pub position: Position,
    /// The Sender's own key for it.
    pub key: String,
    /// The Sender's own identifier of the Report.
    pub report: Option<String>,
    /// The Registry.
    pub registry: Option<RegistryId>,
    /// The kind of report.
    pub kind: Option<ReportKind>,
    /// When its last byte was here.
    pub received_at: Timestamp,
    /// What became of it at the door.
    pub disposition: Disposition,
    /// Where it stands as of the report's Position.
    pub state: State,
    /// The Case it joined.
    pub case: Option<CaseId>,
    /// The Submission that replaced it.
    pub replaced_by: Option<SubmissionId>,
    /// Why it is held back or was left out: a stable word.
    pub cause: Option<String>,
    /// The same, as a sentence.
    pub sentence: Option<String>,
    /// The findings at the door.
    pub issues: Vec<Issue>,
}

impl From<SubmissionState> for Line {
    fn from(state: SubmissionState) -> Self {
        Self {
            id: state.id,
            position: state.position,
            key: state.key,
            report: state.report_key,
            registry: state.registry,
            kind: state.kind,
            received_at: state.received_at,
            disposition: state.disposition,
            state: state.state,
            case: state.case,
            replaced_by: state.replaced_by,
            cause: state.cause,
            sentence: state.sentence,
            issues: state.issues,
        }
    }
}
