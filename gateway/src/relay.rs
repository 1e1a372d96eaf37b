//! The relay as a part of a process: it tells the carrier while it has the lease, and stands by
//! while another process has it.

use std::sync::Arc;

use caseway_store::{Relaying, StoreError, Work};
use tokio_util::sync::CancellationToken;

use crate::leased::{leased, until_lost};
use crate::start::{Carrier, Store};

/// Relays, or stands by, until it is told to stop.
///
/// # Errors
/// When the store refuses for good or contradicts itself: that is for a person to look at.
pub(crate) async fn relay(
    store: Store,
    shared: Arc<dyn Relaying>,
    carrier: Carrier,
    stop: CancellationToken,
) -> Result<(), Arc<StoreError>> {
    let active = metrics::gauge!("caseway_relay_active");
    active.set(0.0);
    while let Some(mut lease) = leased(&store, Work::Relay, &stop).await {
        tracing::info!("this process relays");
        active.set(1.0);
        let over = until_lost(&mut *lease, &stop);
        let ended = carrier.relay(shared.clone(), over).await;
        active.set(0.0);
        ended?;
    }
    Ok(())
}
