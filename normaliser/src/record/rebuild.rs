//! The Casebook made again from the Journal.

use std::sync::Arc;

use caseway_proto::{Partition, Position};
use caseway_store::{Pageful, StoreError};

use super::Parts;
use super::feed::ENTRIES_MAX;
use super::partition::record;

/// A page of the Journal that was recorded again.
#[derive(Clone, Copy, Debug)]
pub struct Replayed {
    /// How many Entries it had.
    pub entries: u64,
    /// The Position that it led to.
    pub to: Position,
}

/// Records the next page of the Journal into `parts.casebook`, which is fresh or behind and
/// not divided; `None` where there is nothing further.
///
/// # Errors
/// When the store failed; nothing was recorded then.
pub async fn replay_page(parts: &Parts) -> Result<Option<Replayed>, Arc<StoreError>> {
    let from = parts.casebook.position().await?;
    let (entries, to) = parts.journal.page(from, ENTRIES_MAX).await?;
    if to <= from {
        return Ok(None);
    }
    let page = Pageful { entries, to };
    let entries = record(parts, (Partition::WHOLE, from), page).await?;
    Ok(Some(Replayed { entries, to }))
}

/// Records the whole Journal, and gives the position reached. The result equals a Casebook
/// that followed the Journal live.
///
/// # Errors
/// When the store failed; calling it again goes on from where it stopped.
pub async fn rebuild(parts: &Parts) -> Result<Position, Arc<StoreError>> {
    while replay_page(parts).await?.is_some() {}
    Ok(parts.casebook.position().await?)
}
