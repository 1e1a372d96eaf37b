//! Work that one process does at a time.

use std::time::Duration;

use caseway_store::{Lease, Work};
use tokio_util::sync::CancellationToken;

use crate::start::Store;

/// A store that gives no lease is asked again after this long.
const ASK_AGAIN: Duration = Duration::from_secs(1);

/// The lease of some work, as soon as it can be had; none when `stop` is first.
pub(crate) async fn leased(
    store: &Store,
    work: Work,
    stop: &CancellationToken,
) -> Option<Box<dyn Lease>> {
    stop.run_until_cancelled(had(store, work)).await
}

async fn had(store: &Store, work: Work) -> Box<dyn Lease> {
    loop {
        match store.lease(work).await {
            Ok(lease) => return lease,
            Err(error) => {
                tracing::warn!(%error, ?work, "a lease cannot be had now");
                tokio::time::sleep(ASK_AGAIN).await;
            }
        }
    }
}

/// Waits until the lease is lost or `stop` says so.
pub(crate) async fn until_lost(lease: &mut dyn Lease, stop: &CancellationToken) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = lease.lost() => tracing::warn!("the lease is lost"),
    }
}
