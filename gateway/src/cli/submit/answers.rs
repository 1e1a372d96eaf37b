//! The answers file: what was sent and what was said, one JSON object a line.

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::sync::Mutex;

use anyhow::Context as _;
use caseway_proto::Digest;
use serde::{Deserialize, Serialize};

use crate::cli::inputs::Input;

/// What was said of one report.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Answer {
    /// The file, with the line for ndjson.
    pub(super) input: String,
    /// The digest of what was sent.
    pub(super) digest: Digest,
    /// The HTTP status; 0 when there was no answer.
    pub(super) status: u16,
    /// The submission's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) submission_id: Option<String>,
    /// The findings, as sentences.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) findings: Vec<String>,
    /// Why the last try got no answer of a door, where it got none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) unanswered: Option<String>,
}

impl Answer {
    /// Whether sending again would change nothing.
    fn is_definite(&self) -> bool {
        let definite = matches!(self.status, 200 | 201 | 400 | 409 | 413 | 415 | 422);
        definite && self.unanswered.is_none()
    }
}

/// The answers file, open.
pub(super) struct Answers {
    known: HashSet<Digest>,
    file: Mutex<File>,
}

impl Answers {
    /// Opens the file and reads what earlier runs wrote.
    pub(super) fn open(path: &Path) -> anyhow::Result<Self> {
        let shown = path.display();
        let file = OpenOptions::new()
            .create(true)
            .read(true)
            .append(true)
            .open(path)
            .with_context(|| format!("cannot open the answers file {shown}"))?;
        let mut known = HashSet::new();
        for line in BufReader::new(&file).lines() {
            // A line cut off by a crash has no answer in it: its report is sent again.
            if let Ok(answer) = serde_json::from_str::<Answer>(&line?)
                && answer.is_definite()
            {
                known.insert(answer.digest);
            }
        }
        Ok(Self {
            known,
            file: Mutex::new(file),
        })
    }

    /// Whether a report has a definite answer from an earlier run.
    pub(super) fn knows(&self, input: &Input) -> bool {
        self.known.contains(&Digest::of(&input.body))
    }

    /// Writes an answer.
    pub(super) fn keep(&self, answer: &Answer) -> anyhow::Result<()> {
        let line = format!("{}\n", serde_json::to_string(answer)?);
        let mut file = self
            .file
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        Ok(file.write_all(line.as_bytes())?)
    }
}
