//! The loop.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use caseway_profiles::Catalogue;
use caseway_proto::Position;
use caseway_store::{Casebook, Journal, Nature, StoreError, Vault};

use super::decide::Taken;
use super::feed;

/// What the loop works on.
#[derive(Clone)]
pub struct Parts {
    /// Where Entries come from.
    pub journal: Journal,
    /// What opens their bodies.
    pub vault: Vault,
    /// What reads them.
    pub catalogue: Arc<Catalogue>,
    /// Where facts and Cases go.
    pub casebook: Arc<dyn Casebook>,
}

/// After a page that was not full, Entries gather for this long: a page costs about
/// the same for one Entry as for ten, and the door needs the processors more.
const GATHER: Duration = Duration::from_millis(100);
/// The first wait after a failure that may pass.
const WAIT_MIN: Duration = Duration::from_millis(50);
/// The longest wait after a failure that may pass.
const WAIT_MAX: Duration = Duration::from_secs(5);

/// Records the Journal as it grows, until `stop` resolves.
///
/// The page under way is finished first. A failure that may pass is waited out, longer
/// each time.
///
/// # Errors
/// When the store refuses for good or contradicts itself.
pub async fn run(
    parts: Parts,
    stop: impl Future<Output = ()> + Send,
) -> Result<(), Arc<StoreError>> {
    let mut stop = pin!(stop);
    let mut wait = WAIT_MIN;
    loop {
        let pause = pause(turn(&parts).await, &mut wait)?;
        tokio::select! {
            biased;
            () = &mut stop => return Ok(()),
            () = over(pause, &parts.journal) => {}
        }
    }
}

/// What the loop waits for before it goes on.
enum Pause {
    /// Nothing: there may be more.
    None,
    /// An Entry after this Position.
    Entry(Position),
    /// Entries to gather, or a failure to pass.
    For(Duration),
}

/// What to wait for after a turn.
fn pause(
    turned: Result<Turn, Arc<StoreError>>,
    wait: &mut Duration,
) -> Result<Pause, Arc<StoreError>> {
    let pause = match turned {
        Ok(Turn::Recorded(entries)) if entries < u64::from(feed::ENTRIES_MAX) => Pause::For(GATHER),
        Ok(Turn::Recorded(_)) => Pause::None,
        Ok(Turn::AtEnd(position)) => Pause::Entry(position),
        Err(error) if matches!(*error, StoreError::Overtaken) => Pause::None,
        Err(error) if error.nature() == Nature::Retryable => {
            tracing::warn!(%error, "recording waits");
            let now = *wait;
            *wait = (now * 2).min(WAIT_MAX);
            return Ok(Pause::For(now));
        }
        Err(error) => return Err(error),
    };
    *wait = WAIT_MIN;
    Ok(pause)
}

/// Waits. A store that does not tell of Entries is met again by the next turn.
async fn over(pause: Pause, journal: &Journal) {
    match pause {
        Pause::None => {}
        Pause::Entry(after) => {
            if journal.wait_for_entry(after).await.is_err() {
                tokio::time::sleep(WAIT_MIN).await;
            }
        }
        Pause::For(time) => tokio::time::sleep(time).await,
    }
}

/// What a turn came to.
pub(super) enum Turn {
    /// A page of so many Entries is recorded.
    Recorded(u64),
    /// Nothing stands after this Position.
    AtEnd(Position),
}

/// Records one page.
///
/// # Errors
/// When the store failed; nothing was recorded then.
pub(super) async fn turn(parts: &Parts) -> Result<Turn, Arc<StoreError>> {
    let from: Position = parts.casebook.position().await?;
    let Some((batch, known)) = feed::page(parts, from).await? else {
        return Ok(Turn::AtEnd(from));
    };
    let entries = batch.steps.len() as u64;
    let taken = timed("normalise", entries, || Taken::take(&batch, &known));
    let page = timed("link", entries, || {
        taken.link(&known, parts.catalogue.scopes())
    });
    let start = Instant::now();
    parts.casebook.record(&page).await?;
    measure("record", entries, start);
    Ok(Turn::Recorded(entries))
}

fn timed<T>(hop: &'static str, entries: u64, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    measure(hop, entries, start);
    done
}

/// Durations are of whole pages; how many Entries they held is counted beside them.
fn measure(hop: &'static str, entries: u64, start: Instant) {
    metrics::histogram!("caseway_hop_duration_seconds", "hop" => hop)
        .record(start.elapsed().as_secs_f64());
    metrics::counter!("caseway_hop_entries_total", "hop" => hop).increment(entries);
}
