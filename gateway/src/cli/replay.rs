//! `caseway replay`: the Casebook made anew beside the one in use, compared with it, and put
//! in its place.

mod build;
mod compare;
mod swap;

use std::num::NonZeroU32;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use caseway_profiles::Catalogue;
use clap::{Args, Subcommand};

use super::place::Place;
use crate::config::{Config, Storage};
use crate::start::{Store, installed, tables};

/// Rebuild the casebook under this version's rules and profiles, beside the one in use; see
/// what would change; swap.
///
/// `caseway replay build`, then `caseway replay compare`, then `caseway replay swap`. Nothing
/// that is in use changes before the swap. On PostgreSQL the tables of a replay are made and
/// swapped by the login that `storage.postgres.owner` or `--owner` names.
#[derive(Args)]
pub(super) struct Replay {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    place: Place,
    /// The login that owns the PostgreSQL database.
    #[arg(long, global = true, value_name = "LOGIN")]
    owner: Option<String>,
}

#[derive(Subcommand)]
enum What {
    /// Rebuild from the first entry, or go on where an earlier run of the same version
    /// stopped, up to the newest entry.
    ///
    /// May be stopped and run again at any time, and runs beside a gateway, behind it in line
    /// for the processors.
    Build {
        /// At most this many entries a second. Default: as many as go.
        #[arg(long, value_name = "ENTRIES")]
        rate: Option<NonZeroU32>,
    },
    /// What would change: counts first, then case by case.
    Compare {
        /// At most this many cases are shown.
        #[arg(long, default_value_t = 20, value_name = "NUMBER")]
        most: u64,
        /// Every case that differs as a line of JSON, with a JSON Patch (RFC 6902), in place
        /// of what people read.
        #[arg(long)]
        json: bool,
    },
    /// Put the rebuilt casebook in the place of the one in use, which is then gone.
    ///
    /// Stop what normalises first (`caseway run` on a folder; `caseway normalise` on
    /// PostgreSQL, where the doors stay open), and start the same version afterwards.
    Swap,
    /// Take away every rebuilt casebook that was not swapped.
    Discard,
}

impl Replay {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let config = self.place.config(|config| {
            if let (Some(owner), Some(postgres)) = (self.owner, &mut config.storage.postgres) {
                postgres.owner = Some(owner);
            }
        })?;
        config.storage.is_there()?;
        let catalogue = Arc::new(installed(&config, &tables()?)?);
        match self.what {
            What::Build { rate } => build::build(&config, catalogue, rate).await?,
            What::Compare { most, json } => {
                compare::compare(&config, &catalogue, (most, json)).await?;
            }
            What::Swap => swap::swap(&config, catalogue).await?,
            What::Discard => discard(&config.storage).await?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// A replay is named after the rules that it is made under, so that two versions never work
/// on the same one.
fn name(catalogue: &Catalogue) -> String {
    let digest = catalogue.plan_digest().to_string();
    digest.chars().take(8).collect()
}

/// The replay of this version.
async fn begun(config: &Config, catalogue: &Catalogue) -> anyhow::Result<Store> {
    let replay = Store::replay(&config.storage, &name(catalogue)).await?;
    replay.with_context(|| {
        format!(
            "this version has rebuilt no casebook in {}; `caseway replay build` does",
            config.storage.place()
        )
    })
}

async fn discard(storage: &Storage) -> anyhow::Result<()> {
    let discarded = Store::discard_replays(storage).await?;
    match discarded.as_slice() {
        [] => println!("there is no replay"),
        names => println!("discarded: {}", names.join(", ")),
    }
    Ok(())
}
