//! The Casebook made again from the Journal, in two passes: every Entry is taken in, in order,
//! and then the Case of each Person is linked, once.
//!
//! Who follows the Journal links a Case anew with each Report of its Person. The Case that
//! comes of it is the same: it is made of all facts and rulings, in whatever pages they came.

use std::sync::Arc;

use caseway_proto::{Partition, Position};
use caseway_store::{Pageful, StoreError};
use tokio::task::{JoinError, JoinHandle};

use super::batch::{Batch, Opened};
use super::decide::Taken;
use super::relink::Relinking;
use super::{Parts, feed};

/// At most this many Entries make a page: more than of one that somebody waits for.
const ENTRIES_MAX: u32 = 512;

type Failure = Arc<StoreError>;
type Opening = Result<Option<Batch>, Failure>;

/// The first pass: takes the Journal into `parts.casebook`, which is fresh or behind and not
/// divided, a page at a time, and leaves its Cases to [`Relinking`]. While a page is recorded
/// the next is opened and read.
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

    /// Takes in the next page, and gives how many Entries it had; `None` where there is
    /// nothing further.
    ///
    /// # Errors
    /// When the store failed; nothing was recorded then, and a new replay goes on from there.
    pub async fn page(&mut self) -> Result<Option<u64>, Failure> {
        let Some(mut batch) = (&mut self.next).await.map_err(crashed)?? else {
            return Ok(None);
        };
        self.next = tokio::spawn(open(self.parts.clone(), batch.to, self.most));
        let held = feed::held(&self.parts, &mut batch).await?;
        let page = Taken::take(&batch, &held).leave();
        self.parts.casebook.record(&page).await?;
        Ok(Some(batch.steps.len() as u64))
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
    let mut relinking = Relinking::new(parts.clone(), None).await?;
    while relinking.page().await?.is_some() {}
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

/// A task ended without what it was to give.
pub(super) fn crashed(error: JoinError) -> Failure {
    Arc::new(StoreError::Refused {
        doing: "making the casebook again",
        source: error.into(),
    })
}
