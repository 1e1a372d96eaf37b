//! Putting a replay in the place of the Casebook in use.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use caseway_profiles::Catalogue;
use caseway_store::Work;
use indicatif::ProgressBar;

use super::build::caught_up;
use super::{begun, name};
use crate::config::Config;
use crate::start::{Store, parts};

/// A normaliser that was stopped is gone after this long, and one that is killed too.
const NORMALISER_GONE: Duration = Duration::from_secs(10);

/// Takes the normalisers' place, catches up, and swaps.
pub(super) async fn swap(config: &Config, catalogue: Arc<Catalogue>) -> anyhow::Result<()> {
    let replay = begun(config, &catalogue).await?;
    let in_use = Store::open(&config.storage).await?;
    let lease = tokio::time::timeout(NORMALISER_GONE, in_use.lease(Work::Normalise)).await;
    let mut lease = lease.context(
        "a normaliser is at work on the casebook in use: stop `caseway normalise` and `caseway \
         run`, swap, and start them again with this version; the doors may stay open",
    )??;
    let name = name(&catalogue);
    let work = async {
        let parts = parts(config, &replay, catalogue).await?;
        caught_up(parts, None, ProgressBar::hidden()).await?;
        replay.close().await;
        // Of a folder, everything must be closed; a lease of PostgreSQL stays.
        in_use.close().await;
        Store::put_in_place(&config.storage, &name).await
    };
    tokio::select! {
        done = work => done?,
        () = lease.lost() => anyhow::bail!("the database was lost on the way; run it again"),
    }
    println!("replay {name} is the casebook in use; start this version now");
    Ok(())
}
