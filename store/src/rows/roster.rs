//! The rows of the Roster.

use caseway_proto::{RegistryId, Sender, SenderId};

use super::Row;
use crate::{RosterEntry, StoreError};

/// A sender, as the roster's statements give it.
#[derive(Debug)]
pub struct SenderRow {
    /// Number of the sender.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its organisation number.
    pub organisation: Option<String>,
    /// The Registry its reports are for where they name none.
    pub default_registry: Option<String>,
    /// When it was added.
    pub added_at_micros: i64,
    /// When its token was revoked.
    pub revoked_at_micros: Option<i64>,
}

impl SenderRow {
    /// What the port tells of it.
    ///
    /// # Errors
    /// A column does not read back.
    pub fn entry(self) -> Result<RosterEntry, StoreError> {
        let row = Row {
            table: "senders",
            key: self.id,
        };
        Ok(RosterEntry {
            sender: Sender {
                id: SenderId(self.id),
                name: self.name,
                organisation: self.organisation,
                default_registry: self.default_registry.map(RegistryId),
            },
            added_at: row.time("added_at_micros", self.added_at_micros)?,
            revoked_at: self
                .revoked_at_micros
                .map(|micros| row.time("revoked_at_micros", micros))
                .transpose()?,
        })
    }
}
