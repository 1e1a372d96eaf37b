//! The Ledger: what a Sender may read of its own.
//!
//! Every answer is computed as of a Position: what the Journal and the Casebook
//! knew when the Feed stood there. Asked again with the same Position, a settled
//! answer is the same.

use async_trait::async_trait;
use caseway_proto::{
    CaseId, Disposition, Expectation, Issue, Position, RegistryId, ReportKind, Rerouting, Sender,
    SenderId, SubmissionId,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::StoreError;

/// A stretch of time by the moment of receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first moment.
    pub from: Timestamp,
    /// The first moment after it.
    pub until: Timestamp,
}

/// Where a Submission stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// In the Casebook.
    Recorded,
    /// Refused at the door.
    Rejected,
    /// A newer version of the Report has taken its place.
    Superseded,
    /// Held back until an Operator has looked.
    Quarantined,
    /// On its way.
    InFlight,
    /// Left out by an Operator; counts as rejected.
    Discarded,
}

impl State {
    /// The word used on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Rejected => "rejected",
            Self::Superseded => "superseded",
            Self::Quarantined => "quarantined",
            Self::InFlight => "in-flight",
            Self::Discarded => "discarded",
        }
    }

    /// Reads the word that [`State::as_str`] writes.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [
            Self::Recorded,
            Self::Rejected,
            Self::Superseded,
            Self::Quarantined,
            Self::InFlight,
            Self::Discarded,
        ]
        .into_iter()
        .find(|state| state.as_str() == word)
    }
}

/// The account: every Submission received is in exactly one other column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Everything received, counted by itself.
    pub received: u64,
    /// In the Casebook.
    pub recorded: u64,
    /// Refused at the door, or left out by an Operator.
    pub rejected: u64,
    /// Replaced by a newer version.
    pub superseded: u64,
    /// Held back.
    pub quarantined: u64,
    /// On their way.
    pub in_flight: u64,
}

impl Tally {
    /// What is unaccounted for: 0, or something is wrong here.
    #[must_use]
    pub fn residual(&self) -> i64 {
        let accounted =
            self.recorded + self.rejected + self.superseded + self.quarantined + self.in_flight;
        i64::try_from(i128::from(self.received) - i128::from(accounted)).unwrap_or(i64::MAX)
    }
}

/// A Submission and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SubmissionState {
    /// Its name.
    pub id: SubmissionId,
    /// Where it stands in the Journal.
    pub position: Position,
    /// The Sender's own key for it.
    pub key: String,
    /// The Sender's own identifier of the Report.
    pub report_key: Option<String>,
    /// The Registry.
    pub registry: Option<RegistryId>,
    /// The kind of report.
    pub kind: Option<ReportKind>,
    /// When its last byte was here.
    pub received_at: Timestamp,
    /// What became of it at the door.
    pub disposition: Disposition,
    /// Where it stands now.
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

/// What a Sender may read of its own.
#[async_trait]
pub trait Ledger: Send + Sync + 'static {
    /// The newest Position of the Journal and the feed position.
    async fn positions(&self) -> Result<(Position, Position), StoreError>;

    /// One Submission of the Sender, as of a Position; another Sender's does not exist.
    async fn submission(
        &self,
        sender: SenderId,
        id: SubmissionId,
        as_of: Position,
    ) -> Result<Option<SubmissionState>, StoreError>;

    /// Up to `most` Submissions of the Sender in a period after a Position, in order.
    async fn submissions(
        &self,
        sender: SenderId,
        period: Period,
        window: (Position, Position),
        most: u32,
    ) -> Result<Vec<SubmissionState>, StoreError>;

    /// The Sender's account for a period.
    async fn tally(
        &self,
        sender: SenderId,
        period: Period,
        as_of: Position,
    ) -> Result<Tally, StoreError>;

    /// What the Sender owes as of a Position: Expectations that name its
    /// organisation, opened up to there; `closed_by` is blank unless closed up to there.
    async fn owed(&self, sender: &Sender, as_of: Position) -> Result<Vec<Expectation>, StoreError>;

    /// The Sender's Reports that came to belong to other Registries by a Submission that
    /// arrived in a period, up to a Position, in order.
    async fn rerouted(
        &self,
        sender: SenderId,
        period: Period,
        as_of: Position,
    ) -> Result<Vec<Rerouting>, StoreError>;
}
