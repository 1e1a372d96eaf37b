//! Switches for fault tests: what is proved by a fault test must fail without it.
//!
//! Not in a release: only with the feature `fail-points`.

use caseway_store::StoreError;
use sqlx::ConnectOptions as _;

use crate::error::Doing as _;
use crate::open::connect;
use crate::{Postgres, Server};

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
#[must_use]
pub fn open_with(server: &Server, options: Options) -> Postgres {
    let synchronous = [("synchronous_commit", "off")];
    let further = if options.synchronous_off {
        &synchronous[..]
    } else {
        &[]
    };
    let mut postgres = connect(server, further);
    postgres.dedupe = !options.no_dedupe;
    postgres.in_turn = !options.no_turns;
    postgres
}

/// Makes submissions and keys unique no longer, for good; with an administrator's login.
///
/// # Errors
/// When the server cannot be reached, or the login may not do it.
pub async fn drop_unique_indexes(server: &Server) -> Result<(), StoreError> {
    const DOING: &str = "dropping the unique indexes";
    let mut administrator = server.options().connect().await.doing(DOING)?;
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
