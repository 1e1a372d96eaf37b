//! The Desk: what the console reads. No clinical value passes over it.

use async_trait::async_trait;
use caseway_proto::{
    CaseId, Expectation, Position, RegistryId, ReportKind, Sender, SenderId, SubmissionId,
};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::{OutcomeKind, Period, StoreError, Tally};

/// How far the Feed is behind the Journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backlog {
    /// The newest Position.
    pub head: Position,
    /// The feed position.
    pub feed: Position,
    /// How many Entries wait to be normalised.
    pub entries: u64,
    /// When the oldest of them arrived.
    pub oldest: Option<Timestamp>,
}

/// A Sender and when it was last heard of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SenderSeen {
    /// The Sender.
    pub sender: Sender,
    /// Whether its token was revoked.
    pub revoked: bool,
    /// When it last submitted.
    pub last_seen: Option<Timestamp>,
    /// Its account of the period that was asked for.
    pub tally: Tally,
}

/// An Entry that is held back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldEntry {
    /// The Entry.
    pub position: Position,
    /// Its Submission.
    pub id: SubmissionId,
    /// The Sender's name.
    pub sender: String,
    /// The Registry.
    pub registry: RegistryId,
    /// The kind of report.
    pub kind: ReportKind,
    /// `Quarantined` or `Waiting`.
    pub outcome: OutcomeKind,
    /// A stable word for the cause; `behind` for one that waits.
    pub cause: String,
    /// What an Operator reads.
    pub sentence: String,
    /// When it arrived.
    pub since: Timestamp,
    /// How many Entries of the same Person wait behind it.
    pub waiting: u64,
}

/// How much is stuck until somebody does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stuck {
    /// Quarantined Entries; those that wait behind one are not counted.
    pub quarantined: u64,
    /// Cases in which something waits for a registrar.
    pub undecided: u64,
    /// Expectations that are owed still and were due until that day.
    pub overdue: u64,
}

/// A Report of a Case, without anything that it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportSeen {
    /// The Submission that it came in.
    pub id: SubmissionId,
    /// Who sent it.
    pub sender: SenderId,
    /// The Sender's name.
    pub sender_name: String,
    /// The Report's identifier within the Sender.
    pub report_key: String,
    /// The Registry.
    pub registry: RegistryId,
    /// The kind of report.
    pub kind: ReportKind,
    /// When it arrived.
    pub received_at: Timestamp,
}

/// What the console reads.
#[async_trait]
pub trait Desk: Send + Sync + 'static {
    /// How far the Feed is behind.
    async fn backlog(&self) -> Result<Backlog, StoreError>;

    /// Every Sender, by name, with its account of a period as of the newest Entry.
    async fn senders(&self, period: Period) -> Result<Vec<SenderSeen>, StoreError>;

    /// Up to `most` quarantined Entries, oldest first; those that wait are counted, not listed.
    async fn quarantine(&self, most: u32) -> Result<Vec<HeldEntry>, StoreError>;

    /// Whether an Entry is quarantined now; one that waits behind another is not.
    async fn quarantined(&self, position: Position) -> Result<bool, StoreError>;

    /// Up to `most` Cases in which something waits for a registrar, the one first whose
    /// oldest waiting Entry is the oldest.
    async fn undecided(&self, most: u32) -> Result<Vec<CaseId>, StoreError>;

    /// Up to `most` Expectations that are owed still and were due until a day, that one
    /// included, the oldest first.
    async fn overdue(&self, until: Date, most: u32) -> Result<Vec<Expectation>, StoreError>;

    /// How many Entries are quarantined, Cases undecided, and Expectations owed still that were
    /// due until a day, that one included; each up to `most`.
    async fn stuck(&self, overdue_until: Date, most: u32) -> Result<Stuck, StoreError>;

    /// The accepted Reports among some Submissions, in no order.
    async fn reports(&self, submissions: &[SubmissionId]) -> Result<Vec<ReportSeen>, StoreError>;
}
