//! Entries: what the Journal keeps, and Drafts: what it is asked to keep.

use caseway_proto::{
    Digest, Disposition, Door, Issue, Person, Position, Rank, RegistryId, ReportKind, SenderId,
    SubmissionId, Syntax,
};
use jiff::Timestamp;

use crate::{Decided, Decision, Ruling, Sealed};

/// Which version of which Report a Submission is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Who it is about.
    pub person: Person,
    /// The Report's identifier within the Sender: stays through corrections.
    pub report_key: String,
    /// The order among the versions of the Report.
    pub rank: Rank,
    /// The Report is taken back.
    pub retracts: bool,
    /// The Registry it is for.
    pub registry: RegistryId,
    /// The kind of report.
    pub kind: ReportKind,
    /// The profile it was checked against, as `url|version`.
    pub profile: String,
}

/// What the Journal is asked to keep.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its name, computed from sender, key, content and plan.
    pub id: SubmissionId,
    /// Who sent it.
    pub sender: SenderId,
    /// The idempotency key within the Sender: `Bundle.identifier`, else the content's digest.
    pub key: String,
    /// The digest of the canonical content, of the raw bytes where there is none.
    pub content: Digest,
    /// The digest of the bytes as sent.
    pub raw: Digest,
    /// The digest of the Plan that checked it.
    pub plan: Digest,
    /// The door it came in by.
    pub door: Door,
    /// How it is to be read.
    pub syntax: Syntax,
    /// The checker's verdict: `Accepted` or `Rejected`.
    pub verdict: Disposition,
    /// The checker's findings.
    pub issues: Vec<Issue>,
    /// Which version of which Report it is; always there when accepted.
    pub version: Option<Version>,
    /// The bytes, compressed and sealed.
    pub body: Sealed,
    /// When its last byte was here.
    pub received_at: Timestamp,
}

/// What an Entry is about.
#[derive(Clone, Debug)]
pub enum Matter {
    /// A Report that was accepted, or came too late and is superseded.
    Report {
        /// Its name.
        id: SubmissionId,
        /// Who sent it.
        sender: SenderId,
        /// How it is to be read.
        syntax: Syntax,
        /// Which version of which Report it is.
        version: Version,
        /// The bytes, compressed and sealed.
        body: Sealed,
    },
    /// An Operator's decision.
    Decision(Decision),
    /// A registrar's ruling.
    Ruling(Ruling),
}

impl From<Decided> for Matter {
    fn from(decided: Decided) -> Self {
        match decided {
            Decided::Decision(decision) => Self::Decision(decision),
            Decided::Ruling(ruling) => Self::Ruling(ruling),
        }
    }
}

/// One Entry as the Feed hands it on. Rejected Submissions are kept but not fed.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where it stands.
    pub position: Position,
    /// When it arrived.
    pub received_at: Timestamp,
    /// What it is about.
    pub matter: Matter,
}
