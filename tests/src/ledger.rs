//! What the ledger-keeping sender writes down: each submission before it is sent,
//! each answer as soon as it is here, each line fsynced.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use caseway_proto::Digest;
use serde::{Deserialize, Serialize};

/// One line of a ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Line {
    /// A submission is about to be sent for the first time.
    Sent {
        /// Its key, `system|value`.
        key: String,
        /// Which of the sender's patients it is about.
        person: u64,
        /// Its turn among the submissions about that patient.
        turn: u32,
        /// The SHA-256 of its bytes, in hex.
        raw: String,
    },
    /// A definite answer.
    Answered {
        /// The key it answers.
        key: String,
        /// 201, 200 or 422, whatever the door.
        status: u16,
        /// The submission it names; empty where the answer was taken on trust.
        submission: String,
    },
}

impl Line {
    /// A submission with these bytes.
    #[must_use]
    pub fn sent(key: &str, (person, turn): (u64, u32), body: &[u8]) -> Self {
        Self::Sent {
            key: key.to_owned(),
            person,
            turn,
            raw: Digest::of(body).to_string(),
        }
    }
}

/// A ledger that is being written.
#[derive(Debug)]
pub struct Ledger(Mutex<File>);

impl Ledger {
    /// Opens a ledger, made when it is not there.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn open(path: &Path) -> std::io::Result<Self> {
        Ok(Self(Mutex::new(
            OpenOptions::new().create(true).append(true).open(path)?,
        )))
    }

    /// Writes a line; on the disk when it returns.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self, line: &Line) -> std::io::Result<()> {
        let mut text = serde_json::to_string(line)?;
        text.push('\n');
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(text.as_bytes())?;
        file.sync_data()
    }
}

/// Reads a ledger.
///
/// # Errors
/// When the file cannot be read or a line is not one of a ledger.
pub fn read(path: &Path) -> anyhow::Result<Vec<Line>> {
    let text = std::fs::read_to_string(path)?;
    text.lines()
        .map(|line| Ok(serde_json::from_str(line)?))
        .collect()
}
