//! The rows of the Desk.

use caseway_proto::{Position, RegistryId, ReportKind, Sender, SenderId, SubmissionId};

use super::Row;
use crate::{HeldEntry, OutcomeKind, SenderSeen, StoreError, Tally};

/// The cause shown for an entry that waits behind another.
const BEHIND: &str = "behind";

/// A sender, as the desk's statement gives it.
#[derive(Debug)]
pub struct SeenRow {
    /// Number of the sender.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its organisation number.
    pub organisation: Option<String>,
    /// The Registry its reports are for where they name none.
    pub default_registry: Option<String>,
    /// When its token was revoked.
    pub revoked_at_micros: Option<i64>,
    /// When something of it arrived last.
    pub last_seen_micros: Option<i64>,
}

impl SeenRow {
    /// The sender, with its account.
    ///
    /// # Errors
    /// A column does not read back.
    pub fn seen(self, tally: Tally) -> Result<SenderSeen, StoreError> {
        let row = Row {
            table: "senders",
            key: self.id,
        };
        let time = |micros| row.time("received_at_micros", micros);
        Ok(SenderSeen {
            sender: Sender {
                id: SenderId(self.id),
                name: self.name,
                organisation: self.organisation,
                default_registry: self.default_registry.map(RegistryId),
            },
            revoked: self.revoked_at_micros.is_some(),
            last_seen: self.last_seen_micros.map(time).transpose()?,
            tally,
        })
    }
}

/// An entry that is held back, as the desk's statement gives it.
#[derive(Debug)]
pub struct HeldRow {
    /// The entry.
    pub position: i64,
    /// Its name.
    pub submission: Vec<u8>,
    /// The sender's name.
    pub sender: String,
    /// The Registry.
    pub registry: String,
    /// The kind of report.
    pub kind: String,
    /// What became of it.
    pub outcome: String,
    /// A stable word for the cause.
    pub cause: Option<String>,
    /// The cause as a sentence.
    pub sentence: Option<String>,
    /// When it arrived.
    pub received_at_micros: i64,
    /// How many wait behind it.
    pub waiting: i64,
}

impl HeldRow {
    /// What the port tells of it.
    ///
    /// # Errors
    /// A column does not read back.
    pub fn entry(self) -> Result<HeldEntry, StoreError> {
        let row = Row {
            table: "held",
            key: self.position,
        };
        let id = self.submission.try_into().ok();
        Ok(HeldEntry {
            position: Position(self.position),
            id: row.read("submission", id.map(SubmissionId))?,
            sender: self.sender,
            registry: RegistryId(self.registry),
            kind: ReportKind(self.kind),
            outcome: row.read("kind", OutcomeKind::parse(&self.outcome))?,
            cause: self.cause.unwrap_or_else(|| BEHIND.to_owned()),
            sentence: self.sentence.unwrap_or_default(),
            since: row.time("received_at_micros", self.received_at_micros)?,
            waiting: self.waiting.unsigned_abs(),
        })
    }
}
