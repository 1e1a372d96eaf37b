//! `caseway migrate`: make the databases, or bring them up to this version.

use std::process::ExitCode;

use clap::Args;

use super::place::Place;
use crate::start::Store;

/// Make the databases of a folder or of PostgreSQL, or bring them up to this version.
///
/// For a folder `run` does so too; use this to do it beforehand, with nothing listening.
/// PostgreSQL is migrated by nothing else, as the login that `storage.postgres.owner` or
/// `--owner` names; what keeps running logs in as another, made once by an administrator:
///
/// `CREATE ROLE caseway LOGIN NOINHERIT PASSWORD '…'
/// IN ROLE caseway_gateway, caseway_normaliser, caseway_console, caseway_reader`.
///
/// Migrations only go forward.
#[derive(Args)]
pub(super) struct Migrate {
    #[command(flatten)]
    place: Place,
    /// The login that may make roles and owns the PostgreSQL database.
    #[arg(long, value_name = "LOGIN")]
    owner: Option<String>,
}

impl Migrate {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let config = self.place.config(|config| {
            if let (Some(owner), Some(postgres)) = (self.owner, &mut config.storage.postgres) {
                postgres.owner = Some(owner);
            }
        })?;
        Store::migrate(&config.storage).await?;
        println!(
            "the databases in {} are at this version",
            config.storage.place()
        );
        Ok(ExitCode::SUCCESS)
    }
}
