//! Switches for fault tests: what is proved by a fault test must fail without it.
//!
//! Not in a release: only with the feature `fail-points`.

use std::str::FromStr as _;

use caseway_store::StoreError;
use sqlx::ConnectOptions as _;
use sqlx::postgres::PgConnectOptions;

use crate::Postgres;
use crate::error::Doing as _;
use crate::open::connect;

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
    /// Submissions are not looked up before they are written. They are refused then, until
    /// [`drop_unique_indexes`] has been at the database.
    pub no_dedupe: bool,
    /// Appenders do not take turns: positions commit in any order.
    pub no_turns: bool,
}

/// Opens the engine with something turned off, and whatever the server's settings are.
///
/// # Errors
/// When the URL cannot be read.
pub fn open_with(url: &str, options: Options) -> Result<Postgres, StoreError> {
    let synchronous = [("synchronous_commit", "off")];
    let further = if options.synchronous_off {
        &synchronous[..]
    } else {
        &[]
    };
    let mut postgres = connect(url, further)?;
    postgres.dedupe = !options.no_dedupe;
    postgres.in_turn = !options.no_turns;
    Ok(postgres)
}

/// Makes submissions and keys unique no longer, for good; with an administrator's URL.
///
/// # Errors
/// When the server cannot be reached, or the login may not do it.
pub async fn drop_unique_indexes(url: &str) -> Result<(), StoreError> {
    const DOING: &str = "dropping the unique indexes";
    let options = PgConnectOptions::from_str(url).doing(DOING)?;
    let mut administrator = options.connect().await.doing(DOING)?;
    sqlx::query_file!("statements/journal/drop_submission_index.sql")
        .execute(&mut administrator)
        .await
        .doing(DOING)?;
    sqlx::query_file!("statements/journal/drop_key_index.sql")
        .execute(&mut administrator)
        .await
        .doing(DOING)?;
    Ok(())
}
