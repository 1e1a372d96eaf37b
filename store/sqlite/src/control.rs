//! Switches for fault tests: what is proved by a fault test must fail without it.
//!
//! Not in a release: only with the feature `fail-points`.

use std::path::Path;

use caseway_store::StoreError;
use sqlx::sqlite::SqliteSynchronous;

use crate::Sqlite;
use crate::error::Doing as _;
use crate::open::open_as;

/// Every fail point of this engine, for tests that stop the process at each.
pub const FAIL_POINTS: [&str; 6] = [
    "journal-before-commit",
    "journal-after-commit",
    "casebook-before-commit",
    "casebook-after-commit",
    "vault-before-commit",
    "vault-after-commit",
];

/// What a fault test may turn off as its positive control.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Commits do not wait for the disk.
    pub synchronous_off: bool,
    /// Submissions are neither looked up before they are written nor unique. The
    /// folder stays without its unique indexes for good.
    pub no_dedupe: bool,
}

/// Opens the engine with something turned off.
///
/// # Errors
/// As [`crate::open`].
pub async fn open_with(folder: &Path, options: Options) -> Result<Sqlite, StoreError> {
    let synchronous = if options.synchronous_off {
        SqliteSynchronous::Off
    } else {
        SqliteSynchronous::Full
    };
    let sqlite = open_as(folder, synchronous, !options.no_dedupe).await?;
    if options.no_dedupe {
        drop_unique_indexes(&sqlite).await?;
    }
    Ok(sqlite)
}

async fn drop_unique_indexes(sqlite: &Sqlite) -> Result<(), StoreError> {
    const DOING: &str = "dropping the unique indexes";
    sqlx::query_file!("statements/journal/drop_submission_index.sql")
        .execute(&sqlite.journal)
        .await
        .doing(DOING)?;
    sqlx::query_file!("statements/journal/drop_key_index.sql")
        .execute(&sqlite.journal)
        .await
        .doing(DOING)?;
    Ok(())
}
