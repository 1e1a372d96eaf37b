//! `[storage]`: where everything is kept.

use std::path::PathBuf;

use serde::Deserialize;

/// Where everything is kept.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Storage {
    /// The folder of the databases. Default `caseway-data`; made when it is not there.
    pub(crate) data: PathBuf,
    /// The file of the 64 secret bytes that wrap data keys and name Persons. Default
    /// `vault.key` in the data folder, made with random bytes when it is not there.
    /// Without it no body can be opened: keep a copy of it apart from the databases.
    pub(crate) key_file: Option<PathBuf>,
    /// At most this many Drafts share a commit. Default 128.
    pub(crate) commit_drafts_max: usize,
}

impl Default for Storage {
    fn default() -> Self {
        Self {
            data: PathBuf::from("caseway-data"),
            key_file: None,
            commit_drafts_max: 128,
        }
    }
}

impl Storage {
    /// The file of the secret bytes.
    pub(crate) fn key_file(&self) -> PathBuf {
        self.key_file
            .clone()
            .unwrap_or_else(|| self.data.join("vault.key"))
    }
}
