//! The Casebook made again from the Journal.

use std::sync::Arc;

use caseway_proto::{Partition, Position};
use caseway_store::{Pageful, StoreError};

use super::Parts;
use super::feed::ENTRIES_MAX;
use super::partition::record;

/// Records the whole Journal into `parts.casebook`, which is fresh or behind and not divided,
/// and gives the position reached. The result equals a Casebook that followed the Journal live.
///
/// # Errors
/// When the store failed; calling it again goes on from where it stopped.
pub async fn rebuild(parts: &Parts) -> Result<Position, Arc<StoreError>> {
    loop {
        let from = parts.casebook.position().await?;
        let (entries, to) = parts.journal.page(from, ENTRIES_MAX).await?;
        if to <= from {
            return Ok(from);
        }
        let page = Pageful { entries, to };
        record(parts, (Partition::WHOLE, from), page).await?;
    }
}
