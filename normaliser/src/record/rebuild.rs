//! The Casebook made again from the Journal.

use std::sync::Arc;

use caseway_proto::Position;
use caseway_store::StoreError;

use super::Parts;
use super::run::{Turn, turn};

/// Records the whole Journal into `parts.casebook`, which is fresh or behind, and gives
/// the position reached. The result equals a Casebook that followed the Journal live.
///
/// # Errors
/// When the store failed; calling it again goes on from where it stopped.
pub async fn rebuild(parts: &Parts) -> Result<Position, Arc<StoreError>> {
    loop {
        if let Turn::AtEnd(position) = turn(parts).await? {
            return Ok(position);
        }
    }
}
