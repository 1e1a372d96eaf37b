//! The Casebook made again from the Journal.

use std::sync::Arc;

use caseway_proto::{Partition, Position};
use caseway_store::{Pageful, StoreError};
use tokio::task::JoinHandle;

use super::batch::{Batch, Opened};
use super::partition::record_opened;
use super::{Parts, feed};

/// At most this many Entries make a page: more than of one that somebody waits for, since a
/// Person is linked once a page.
const ENTRIES_MAX: u32 = 512;

type Failure = Arc<StoreError>;
type Opening = Result<Option<Batch>, Failure>;

/// A page of the Journal that was recorded again.
#[derive(Clone, Copy, Debug)]
pub struct Replayed {
    /// How many Entries it had.
    pub entries: u64,
    /// The Position that it led to.
    pub to: Position,
}

/// Records the Journal into `parts.casebook`, which is fresh or behind and not divided, a page
/// at a time. While one is recorded the next is opened and read.
pub struct Replay {
    parts: Parts,
    most: u32,
    next: JoinHandle<Opening>,
}

impl Replay {
    /// Begins where the Casebook stands, with pages of no more Entries than `most`, where that
    /// is less than what they have by themselves. Must be called on a runtime, and is used
    /// there.
    ///
    /// # Errors
    /// When the store failed.
    pub async fn new(parts: Parts, most: Option<u32>) -> Result<Self, Failure> {
        let from = parts.casebook.position().await?;
        let most = most.unwrap_or(ENTRIES_MAX).min(ENTRIES_MAX);
        Ok(Self {
            next: tokio::spawn(open(parts.clone(), from, most)),
            parts,
            most,
        })
    }

    /// Records the next page; `None` where there is nothing further.
    ///
    /// # Errors
    /// When the store failed; nothing was recorded then, and a new replay goes on from there.
    pub async fn page(&mut self) -> Result<Option<Replayed>, Failure> {
        let Some(batch) = (&mut self.next).await.map_err(crashed)?? else {
            return Ok(None);
        };
        let to = batch.to;
        self.next = tokio::spawn(open(self.parts.clone(), to, self.most));
        let entries = record_opened(&self.parts, batch).await?;
        Ok(Some(Replayed { entries, to }))
    }
}

/// Records the whole Journal, and gives the position reached. The result equals a Casebook
/// that followed the Journal live.
///
/// # Errors
/// When the store failed; calling it again goes on from where it stopped.
pub async fn rebuild(parts: &Parts) -> Result<Position, Failure> {
    let mut replay = Replay::new(parts.clone(), None).await?;
    while replay.page().await?.is_some() {}
    Ok(parts.casebook.position().await?)
}

/// The page after a position, opened and read.
async fn open(parts: Parts, from: Position, most: u32) -> Opening {
    let (entries, to) = parts.journal.page(from, most).await?;
    if to <= from {
        return Ok(None);
    }
    let page = Pageful { entries, to };
    let at = (Partition::WHOLE, from);
    let opened = feed::open(&parts, at, page, Opened::read_ahead).await?;
    Ok(Some(opened))
}

fn crashed(error: tokio::task::JoinError) -> Failure {
    Arc::new(StoreError::Refused {
        doing: "opening a page of the journal",
        source: error.into(),
    })
}
