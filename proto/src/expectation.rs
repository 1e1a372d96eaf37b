//! Expectations: reports that are owed.

use serde::{Deserialize, Serialize};

use crate::{CaseId, Position, RegistryId, ReportKind, SubmissionId};

/// A Report that is owed: what, by whom, because of which Submission, until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expectation {
    /// The Case it is about.
    pub case: CaseId,
    /// The tumour's number within the Case.
    pub tumour: u32,
    /// The Registry that expects it.
    pub registry: RegistryId,
    /// The kind of report owed.
    pub kind: ReportKind,
    /// The organisation number of the unit that owes it, where the cause names one.
    pub responsible: Option<String>,
    /// The rule that opened it, such as `pathology-without-work-up`.
    pub rule: String,
    /// The Submission that caused it.
    pub cause: SubmissionId,
    /// The Position of the cause in the Journal.
    pub opened_at: Position,
    /// The date of the event that it follows from.
    pub event_date: Option<String>,
    /// The date it is due: two months after the event.
    pub due: Option<String>,
    /// The Submission that closed it.
    pub closed_by: Option<SubmissionId>,
    /// The Position of the Submission that closed it.
    pub closed_at: Option<Position>,
}
