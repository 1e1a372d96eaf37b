//! `[storage]`: where everything is kept.

use std::path::PathBuf;

use anyhow::ensure;
use serde::Deserialize;

use super::Postgres;

/// Where everything is kept.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Storage {
    /// The folder of the databases. Default `caseway-data`; made when it is not there.
    pub(crate) data: PathBuf,
    /// The file of the 64 secret bytes that wrap data keys and name Persons. Default
    /// `vault.key` in the data folder, made with random bytes when it is not there.
    /// Without it no body can be opened: keep a copy of it apart from the databases. With
    /// PostgreSQL none is made: every process must have the same bytes.
    pub(crate) key_file: Option<PathBuf>,
    /// At most this many Drafts share a commit. Default 128.
    pub(crate) commit_drafts_max: usize,
    /// A PostgreSQL database in place of the folder's. Default: none.
    pub(crate) postgres: Option<Postgres>,
}

impl Default for Storage {
    fn default() -> Self {
        Self {
            data: PathBuf::from("caseway-data"),
            key_file: None,
            commit_drafts_max: 128,
            postgres: None,
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

    /// What cannot be used, all of it.
    pub(crate) fn faults(&self) -> Vec<String> {
        let mut faults = self
            .postgres
            .as_ref()
            .map_or_else(Vec::new, Postgres::faults);
        if self.commit_drafts_max == 0 {
            faults.push(String::from(
                "storage.commit_drafts_max is 0: nothing could be kept",
            ));
        }
        faults
    }

    /// Refuses a folder that is not there, so that none is made where one is looked for.
    pub(crate) fn is_there(&self) -> anyhow::Result<()> {
        ensure!(
            self.postgres.is_some() || self.data.is_dir(),
            "there is no folder {}; name the one that `caseway run` uses with --data, or make one with \
             `caseway migrate`",
            self.place()
        );
        Ok(())
    }

    /// Where everything is, for people.
    pub(crate) fn place(&self) -> String {
        match &self.postgres {
            Some(postgres) => postgres.url.clone(),
            None => self.data.display().to_string(),
        }
    }

    /// What names the place on the command line.
    pub(crate) fn flag(&self) -> String {
        let flag = match self.postgres {
            Some(_) => "--postgres",
            None => "--data",
        };
        format!("{flag} {}", self.place())
    }
}
