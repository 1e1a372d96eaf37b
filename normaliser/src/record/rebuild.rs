//! The Casebook made again from the Journal.

use std::sync::Arc;

use caseway_proto::Position;
use caseway_store::StoreError;

use super::{Parts, run::turn};

/// Records the whole Journal into `parts.casebook`, which is fresh or behind, and gives
/// the position reached. The result equals a Casebook that followed the Journal live.
///
/// # Errors
/// When the store failed; calling it again goes on from where it stopped.
pub async fn rebuild(parts: &Parts) -> Result<Position, Arc<StoreError>> {
    while turn(parts).await?.is_some() {}
    Ok(parts.casebook.position().await?)
}
