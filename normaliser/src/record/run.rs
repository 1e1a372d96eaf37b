//! The loop.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use caseway_profiles::Catalogue;
use caseway_proto::Position;
use caseway_store::{Casebook, Journal, Nature, StoreError, Vault};
use tokio::sync::watch;

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
/// Another process may write to the Journal, the command line for one, and cannot tell this
/// one: so it is looked at this often.
const LOOK: Duration = Duration::from_secs(1);
/// The first wait after a failure that may pass.
const WAIT_MIN: Duration = Duration::from_millis(50);
/// The longest wait after a failure that may pass.
const WAIT_MAX: Duration = Duration::from_secs(5);

/// Records the Journal as it grows, until `stop` resolves or the Journal is gone.
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
    let mut head = parts.journal.head();
    let mut wait = WAIT_MIN;
    loop {
        head.borrow_and_update();
        let pause = pause(turn(&parts).await, &mut wait)?;
        tokio::select! {
            biased;
            () = &mut stop => return Ok(()),
            more = over(pause, &mut head) => if !more { return Ok(()) },
        }
    }
}

/// What the loop waits for before it goes on.
enum Pause {
    /// Nothing: there may be more.
    None,
    /// The Journal's next Entry, or time to look for one.
    Head,
    /// Entries to gather, or a failure to pass.
    For(Duration),
}

/// What to wait for after a turn.
fn pause(
    turned: Result<Option<u64>, Arc<StoreError>>,
    wait: &mut Duration,
) -> Result<Pause, Arc<StoreError>> {
    let pause = match turned {
        Ok(Some(entries)) if entries < u64::from(feed::ENTRIES_MAX) => Pause::For(GATHER),
        Ok(Some(_)) => Pause::None,
        Ok(None) => Pause::Head,
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

/// Waits; `false` when the Journal is gone.
async fn over(pause: Pause, head: &mut watch::Receiver<Position>) -> bool {
    match pause {
        Pause::None => true,
        Pause::Head => {
            let changed = tokio::time::timeout(LOOK, head.changed()).await;
            changed.is_err() || changed.is_ok_and(|changed| changed.is_ok())
        }
        Pause::For(time) => {
            tokio::time::sleep(time).await;
            true
        }
    }
}

/// Records one page and tells how many Entries it had; `None` when there was none.
///
/// # Errors
/// When the store failed; nothing was recorded then.
pub(super) async fn turn(parts: &Parts) -> Result<Option<u64>, Arc<StoreError>> {
    let from: Position = parts.casebook.position().await?;
    let Some((batch, known)) = feed::page(parts, from).await? else {
        return Ok(None);
    };
    let entries = batch.steps.len() as u64;
    let taken = timed("normalise", entries, || Taken::take(&batch, &known));
    let page = timed("link", entries, || {
        taken.link(&known, parts.catalogue.scopes())
    });
    let start = Instant::now();
    parts.casebook.record(&page).await?;
    measure("record", entries, start);
    Ok(Some(entries))
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
