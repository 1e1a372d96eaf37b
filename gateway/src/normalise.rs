//! The normaliser as a part of a process. With a carrier it records the partitions that it is
//! given, beside others that do so too; without one it works alone. Either way it works while
//! it has the lease, and stands by while another process keeps it away.

use std::sync::Arc;
use std::time::Duration;

use caseway_normaliser::{Parts, run};
use caseway_store::{JournalFeed, Nature, Relaying, StoreError, Work};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::leased::{leased, until_lost};
use crate::start::{Carrier, Store};

/// How often it is seen whether a Feed that was divided can be made whole, and whether a store
/// that was gone is there again.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Records the Journal, or stands by, until it is told to stop; a page under way is finished
/// first.
///
/// # Errors
/// When the store refuses for good or contradicts itself: that is for a person to look at.
pub(crate) async fn normalise(
    store: Store,
    parts: Parts,
    carrier: Option<Carrier>,
    stop: CancellationToken,
) -> Result<(), Arc<StoreError>> {
    let working = metrics::gauge!("caseway_normalises");
    working.set(0.0);
    let work = match carrier {
        Some(_) => Work::NormalisePart,
        None => Work::Normalise,
    };
    while let Some(mut lease) = leased(&store, work, &stop).await {
        tracing::info!("this process normalises");
        working.set(1.0);
        let over = until_lost(&mut *lease, &stop);
        let ended = match &carrier {
            Some(carrier) => run(parts.clone(), carrier.feed(parts.journal.clone())?, over).await,
            None => alone(store.relaying(), &parts, over).await,
        };
        working.set(0.0);
        match ended {
            // A store that is gone for a while takes the lease with it, and is waited for there.
            Err(error) if error.nature() == Nature::Retryable => {
                tracing::warn!(%error, "this process normalises no longer");
                let _: Option<()> = stop.run_until_cancelled(sleep(LOOK_EVERY)).await;
            }
            ended => ended?,
        }
    }
    Ok(())
}

/// Records the Journal with nobody beside it, after what is left of a Feed that was divided.
async fn alone(
    shared: Option<Arc<dyn Relaying>>,
    parts: &Parts,
    over: impl Future<Output = ()>,
) -> Result<(), Arc<StoreError>> {
    let mut over = std::pin::pin!(over);
    if let Some(shared) = shared {
        let mut whole = false;
        let until = async {
            tokio::select! {
                () = &mut over => {}
                () = made_whole(&*shared) => whole = true,
            }
        };
        remains(&*shared, parts, until).await?;
        if !whole {
            return Ok(());
        }
    }
    let feed = JournalFeed::new(parts.journal.clone(), 1);
    run(parts.clone(), Box::new(feed), over).await
}

/// Records a Feed that is divided up to where the Journal ends now.
async fn remains(
    shared: &dyn Relaying,
    parts: &Parts,
    until: impl Future<Output = ()>,
) -> Result<(), Arc<StoreError>> {
    let partitions = shared.partitions().await?.len();
    let feed = JournalFeed::new(
        parts.journal.clone(),
        u32::try_from(partitions).unwrap_or(1),
    );
    let feed = feed.up_to(shared.head().await?);
    run(parts.clone(), Box::new(feed), until).await
}

/// Waits until all partitions stand at one Position and the Feed is whole again.
async fn made_whole(shared: &dyn Relaying) {
    loop {
        match shared.divide(1).await {
            Ok(true) => return,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "the feed cannot be made whole now"),
        }
        sleep(LOOK_EVERY).await;
    }
}
