//! The loop.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use caseway_proto::Position;
use caseway_store::{Casebook, Journal, Nature, StoreError, Vault};

use super::{decide, feed};

/// What the loop works on.
#[derive(Clone)]
pub struct Parts {
    /// Where Entries come from.
    pub journal: Journal,
    /// What opens their bodies.
    pub vault: Vault,
    /// Where facts and Cases go.
    pub casebook: Arc<dyn Casebook>,
}

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
        let pause = match turn(&parts).await {
            Ok(true) => None,
            Ok(false) => Some(Duration::MAX),
            Err(error) if matches!(*error, StoreError::Overtaken) => None,
            Err(error) if error.nature() == Nature::Retryable => {
                tracing::warn!(%error, "recording waits");
                wait = (wait * 2).min(WAIT_MAX);
                Some(wait)
            }
            Err(error) => return Err(error),
        };
        let more = async {
            match pause {
                None => true,
                Some(Duration::MAX) => head.changed().await.is_ok(),
                Some(pause) => {
                    tokio::time::sleep(pause).await;
                    true
                }
            }
        };
        tokio::select! {
            biased;
            () = &mut stop => return Ok(()),
            more = more => if !more { return Ok(()) },
        }
        if pause.is_none_or(|pause| pause == Duration::MAX) {
            wait = WAIT_MIN;
        }
    }
}

/// Records one page; `false` when there was none.
///
/// # Errors
/// When the store failed; nothing was recorded then.
pub(super) async fn turn(parts: &Parts) -> Result<bool, Arc<StoreError>> {
    let from: Position = parts.casebook.position().await?;
    let Some((batch, known)) = feed::page(parts, from).await? else {
        return Ok(false);
    };
    let entries = batch.steps.len() as u64;
    let start = Instant::now();
    let page = decide(&batch, &known);
    measure("normalise", entries, start);
    let start = Instant::now();
    parts.casebook.record(&page).await?;
    measure("record", page.outcomes.len() as u64, start);
    Ok(true)
}

/// Durations are of whole pages; how many Entries they held is counted beside them.
fn measure(hop: &'static str, entries: u64, start: Instant) {
    metrics::histogram!("caseway_hop_duration_seconds", "hop" => hop)
        .record(start.elapsed().as_secs_f64());
    metrics::counter!("caseway_hop_entries_total", "hop" => hop).increment(entries);
}
