//! Rebuilding, page by page, no faster than asked.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::{Duration, Instant};

use caseway_normaliser::{Parts, Relinking, Replay};
use caseway_profiles::Catalogue;
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
    let left = replay.desk().backlog().await?.entries;
    let parts = parts(config, &replay, catalogue).await?;
    let begun = Instant::now();
    let Built { entries, cases } = caught_up(parts, rate, ProgressBar::new(left)).await?;
    let took = begun.elapsed();
    let speed = u128::from(entries) * 1_000 / took.as_millis().max(1);
    println!(
        "{entries} entries and {cases} cases in {took:.1?}, {speed} entries a second; replay \
         {name} is up to date"
    );
    println!("`caseway replay compare` shows what would change");
    replay.close().await;
    Ok(())
}

/// What was made again.
pub(super) struct Built {
    /// Entries taken in.
    entries: u64,
    /// Cases linked.
    cases: u64,
}

/// Takes in what the replay has not, and links the Cases that this leaves.
pub(super) async fn caught_up(
    parts: Parts,
    rate: Option<NonZeroU32>,
    bar: ProgressBar,
) -> anyhow::Result<Built> {
    // No page is more than a second's worth.
    let most = rate.map(NonZeroU32::get);
    let work = beside_together(async move {
        bar.set_style(style("{bar:30} {pos}/{len} entries  {per_sec}  {eta} left"));
        let mut taken = Pace::new(rate);
        let mut replay = Replay::new(parts.clone(), most).await?;
        while let Some(entries) = replay.page().await? {
            bar.inc(entries);
            taken.keep(entries).await;
        }
        bar.set_style(style("{spinner} {pos} cases  {per_sec}"));
        bar.reset();
        let mut linked = Pace::new(rate);
        let mut relinking = Relinking::new(parts, most).await?;
        while let Some(cases) = relinking.page().await? {
            bar.inc(cases);
            linked.keep(cases).await;
        }
        bar.finish_and_clear();
        anyhow::Ok(Built {
            entries: taken.done,
            cases: linked.done,
        })
    })?;
    tokio::task::spawn_blocking(work).await?
}

/// No more of something a second than is asked for.
struct Pace {
    begun: Instant,
    done: u64,
    rate: Option<NonZeroU32>,
}

impl Pace {
    fn new(rate: Option<NonZeroU32>) -> Self {
        Self {
            begun: Instant::now(),
            done: 0,
            rate,
        }
    }

    async fn keep(&mut self, more: u64) {
        self.done += more;
        if let Some(rate) = self.rate {
            let due = Duration::from_secs(self.done) / rate.get();
            tokio::time::sleep(due.saturating_sub(self.begun.elapsed())).await;
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    let style = ProgressStyle::with_template(template);
    style.unwrap_or_else(|_| ProgressStyle::default_bar())
}
