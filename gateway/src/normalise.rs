//! The normaliser as a part of a process: it works while it has the lease, and stands by
//! while another process has it.

use std::sync::Arc;
use std::time::Duration;

use caseway_normaliser::Parts;
use caseway_store::{Lease, StoreError, Work};
use tokio_util::sync::CancellationToken;

use crate::start::Store;

/// A store that gives no lease is asked again after this long.
const ASK_AGAIN: Duration = Duration::from_secs(1);

/// Records the Journal, or stands by, until it is told to stop; a page under way is finished
/// first.
///
/// # Errors
/// When the store refuses for good or contradicts itself: that is for a person to look at.
pub(crate) async fn normalise(
    store: Store,
    parts: Parts,
    stop: CancellationToken,
) -> Result<(), Arc<StoreError>> {
    let working = metrics::gauge!("caseway_normalises");
    working.set(0.0);
    while let Some(mut lease) = stop.run_until_cancelled(leased(&store)).await {
        tracing::info!("this process normalises");
        working.set(1.0);
        let ended = caseway_normaliser::run(parts.clone(), async {
            tokio::select! {
                () = stop.cancelled() => {}
                () = lease.lost() => tracing::warn!("the lease to normalise is lost"),
            }
        });
        let ended = ended.await;
        working.set(0.0);
        ended?;
    }
    Ok(())
}

/// The lease to normalise, as soon as it can be had.
async fn leased(store: &Store) -> Box<dyn Lease> {
    loop {
        match store.lease(Work::Normalise).await {
            Ok(lease) => return lease,
            Err(error) => {
                tracing::warn!(%error, "the lease to normalise cannot be had now");
                tokio::time::sleep(ASK_AGAIN).await;
            }
        }
    }
}
