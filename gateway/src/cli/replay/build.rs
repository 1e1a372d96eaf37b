//! Rebuilding, page by page, no faster than asked.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::{Duration, Instant};

use caseway_normaliser::{Parts, Replay, Replayed};
use caseway_profiles::Catalogue;
use caseway_store::Desk;
use indicatif::{ProgressBar, ProgressStyle};

use super::name;
use crate::beside::beside_together;
use crate::config::Config;
use crate::start::{Store, parts};

/// Rebuilds up to the newest Entry.
pub(super) async fn build(
    config: &Config,
    catalogue: Arc<Catalogue>,
    rate: Option<NonZeroU32>,
) -> anyhow::Result<()> {
    let name = name(&catalogue);
    let replay = Store::begin_replay(&config.storage, &name).await?;
    let parts = parts(config, &replay, catalogue).await?;
    let bar = bar(&*replay.desk()).await?;
    let begun = Instant::now();
    let entries = caught_up(parts, rate, bar).await?;
    let took = begun.elapsed();
    let speed = u128::from(entries) * 1_000 / took.as_millis().max(1);
    println!("{entries} entries in {took:.1?}, {speed} a second; replay {name} is up to date");
    println!("`caseway replay compare` shows what would change");
    replay.close().await;
    Ok(())
}

/// Records what the replay has not, and gives how many Entries that were.
pub(super) async fn caught_up(
    parts: Parts,
    rate: Option<NonZeroU32>,
    bar: ProgressBar,
) -> anyhow::Result<u64> {
    let work = beside_together(async move {
        let mut pace = Pace::new(rate);
        // No page is more than a second's worth.
        let mut replay = Replay::new(parts, rate.map(NonZeroU32::get)).await?;
        while let Some(Replayed { entries, .. }) = replay.page().await? {
            bar.inc(entries);
            pace.keep(entries).await;
        }
        bar.finish_and_clear();
        anyhow::Ok(pace.entries)
    })?;
    tokio::task::spawn_blocking(work).await?
}

/// No more Entries a second than are asked for.
struct Pace {
    begun: Instant,
    entries: u64,
    rate: Option<NonZeroU32>,
}

impl Pace {
    fn new(rate: Option<NonZeroU32>) -> Self {
        Self {
            begun: Instant::now(),
            entries: 0,
            rate,
        }
    }

    async fn keep(&mut self, entries: u64) {
        self.entries += entries;
        if let Some(rate) = self.rate {
            let due = Duration::from_secs(self.entries) / rate.get();
            tokio::time::sleep(due.saturating_sub(self.begun.elapsed())).await;
        }
    }
}

async fn bar(desk: &dyn Desk) -> anyhow::Result<ProgressBar> {
    let left = desk.backlog().await?.entries;
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} entries  {per_sec}  {eta} left");
    let bar = ProgressBar::new(left);
    Ok(bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())))
}
