//! One partition: its pages, one at a time, for as long as it is to be recorded here.

use std::sync::Arc;
use std::time::{Duration, Instant};

use caseway_proto::{Partition, Position};
use caseway_store::{Inlet, Nature, Pageful, StoreError};
use tokio::sync::watch;

use super::Parts;
use super::batch::Opened;
use super::decide::Taken;
use super::feed::{self, ENTRIES_MAX};

/// After a page that was not full, Entries gather for this long: a page costs about
/// the same for one Entry as for ten, and the door needs the processors more.
const GATHER: Duration = Duration::from_millis(100);
/// Of a Feed that is divided each page has so much less; they gather for as many times as long
/// as there are partitions, and no more than this many.
const GATHER_TIMES_MAX: u32 = 10;
/// The first wait after a failure that may pass.
const WAIT_MIN: Duration = Duration::from_millis(50);
/// The longest wait after a failure that may pass.
const WAIT_MAX: Duration = Duration::from_secs(5);
/// A number of which there is no partition now is looked for again after this long.
const LOOK: Duration = Duration::from_secs(2);

type Failure = Arc<StoreError>;

/// Records a partition until it goes elsewhere or `stopped` says so; a page under way is
/// finished first.
pub(super) async fn keep(
    parts: Parts,
    mut inlet: Box<dyn Inlet>,
    mut stopped: watch::Receiver<bool>,
) -> Result<(), Failure> {
    let mut wait = WAIT_MIN;
    let mut standing = None;
    while !*stopped.borrow() {
        let pause = match turn(&parts, &mut *inlet, &mut standing, &mut stopped).await {
            Ok(Turn::Over) => return Ok(()),
            Ok(Turn::Recorded(entries)) if entries < u64::from(ENTRIES_MAX) => {
                let of = standing.map_or(1, |(partition, _): (Partition, _)| partition.of);
                Some(GATHER * of.clamp(1, GATHER_TIMES_MAX))
            }
            Ok(Turn::Recorded(_) | Turn::Nothing) => None,
            Ok(Turn::Unused) => Some(LOOK),
            Err(error) => {
                standing = None;
                let pause = waited_out(error, &mut wait)?;
                later(pause, &mut stopped).await;
                continue;
            }
        };
        wait = WAIT_MIN;
        later(pause, &mut stopped).await;
    }
    Ok(())
}

/// How long a failure is waited out.
///
/// # Errors
/// When it will not pass.
fn waited_out(error: Failure, wait: &mut Duration) -> Result<Option<Duration>, Failure> {
    if matches!(*error, StoreError::Overtaken) {
        return Ok(None);
    }
    if error.nature() != Nature::Retryable {
        return Err(error);
    }
    tracing::warn!(%error, source = ?std::error::Error::source(&*error), "recording waits");
    let now = *wait;
    *wait = (now * 2).min(WAIT_MAX);
    Ok(Some(now))
}

async fn later(pause: Option<Duration>, stopped: &mut watch::Receiver<bool>) {
    if let Some(pause) = pause {
        // Told to stop, or whoever tells is gone.
        tokio::time::timeout(pause, stopped.wait_for(|stopped| *stopped))
            .await
            .ok();
    }
}

/// What a turn came to.
enum Turn {
    /// A page of so many Entries is recorded.
    Recorded(u64),
    /// Nothing came for a while.
    Nothing,
    /// There are fewer partitions than that.
    Unused,
    /// The partition is not recorded here any more.
    Over,
}

/// Waits for a page and records it.
async fn turn(
    parts: &Parts,
    inlet: &mut dyn Inlet,
    standing: &mut Option<(Partition, Position)>,
    stopped: &mut watch::Receiver<bool>,
) -> Result<Turn, Failure> {
    let number = inlet.number();
    let Some((partition, from)) = (match *standing {
        Some(standing) => Some(standing),
        None => find(parts, number).await?,
    }) else {
        return Ok(Turn::Unused);
    };
    *standing = Some((partition, from));
    let page = tokio::select! {
        biased;
        _ = stopped.wait_for(|stopped| *stopped) => return Ok(Turn::Over),
        page = inlet.page(partition, from, ENTRIES_MAX) => page?,
    };
    let Some(page) = page else {
        return Ok(Turn::Over);
    };
    let to = page.to;
    if to <= from {
        *standing = None;
        return Ok(Turn::Nothing);
    }
    let entries = record(parts, (partition, from), page).await?;
    *standing = Some((partition, to));
    Ok(Turn::Recorded(entries))
}

/// Where the partition of a number stands, as the Casebook tells.
async fn find(parts: &Parts, number: u32) -> Result<Option<(Partition, Position)>, Failure> {
    let positions = parts.casebook.partitions().await?;
    let of = u32::try_from(positions.len()).unwrap_or(u32::MAX);
    let found = positions.get(number as usize);
    Ok(found.map(|position| (Partition { number, of }, *position)))
}

/// Opens and records one page, and gives how many Entries it had.
pub(super) async fn record(
    parts: &Parts,
    at: (Partition, Position),
    page: Pageful,
) -> Result<u64, Failure> {
    let mut normalising = Duration::ZERO;
    let read = |opened: &mut Opened| timed(&mut normalising, || opened.read_ahead());
    let mut batch = feed::open(parts, at, page, read).await?;
    let entries = batch.steps.len() as u64;
    let known = feed::known(parts, &mut batch).await?;
    let taken = timed(&mut normalising, || Taken::take(&batch, &known.held));
    measure("normalise", entries, normalising);
    let start = Instant::now();
    let page = taken.link(&known, parts.catalogue.scopes());
    measure("link", entries, start.elapsed());
    let start = Instant::now();
    parts.casebook.record(&page).await?;
    measure("record", entries, start.elapsed());
    Ok(entries)
}

fn timed<T>(took: &mut Duration, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    *took += start.elapsed();
    done
}

/// Durations are of whole pages; how many Entries they held is counted beside them.
fn measure(hop: &'static str, entries: u64, took: Duration) {
    metrics::histogram!("caseway_hop_duration_seconds", "hop" => hop).record(took.as_secs_f64());
    metrics::counter!("caseway_hop_entries_total", "hop" => hop).increment(entries);
}
