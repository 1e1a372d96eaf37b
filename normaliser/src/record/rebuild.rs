//! The Casebook made again from the Journal, in two passes: every Entry is taken in, in order,
//! and then the Case of each Person is linked, once.
//!
//! Who follows the Journal links a Case anew with each Report of its Person. The Case that
//! comes of it is the same: it is made of all facts and rulings, in whatever pages they came.

use std::sync::Arc;

use caseway_proto::{Partition, Position};
use caseway_store::{Pageful, StoreError};
use tokio::runtime::Handle;
use tokio::sync::mpsc::Sender;

use super::ahead::Ahead;
use super::batch::{Batch, Opened};
use super::decide::Taken;
use super::relink::Relinking;
use super::{Parts, feed};

/// At most this many Entries make a page: more than of one that somebody waits for.
const ENTRIES_MAX: u32 = 256;

type Failure = Arc<StoreError>;

/// The first pass: takes the Journal into `parts.casebook`, which is fresh or behind and not
/// divided, a page at a time, and leaves its Cases to [`Relinking`]. While a page is recorded
/// the next ones are opened, and the one after them read.
pub struct Replay {
    parts: Parts,
    batches: Ahead<Batch>,
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
        let pages = Ahead::of(|give| read(parts.clone(), (from, most), give));
        let (runtime, opening) = (Handle::current(), parts.clone());
        let batches = pages.each(move |(from, page)| {
            let at = (Partition::WHOLE, from);
            runtime.block_on(feed::open(&opening, at, page, Opened::read_ahead))
        });
        Ok(Self { parts, batches })
    }

    /// Takes in the next page, and gives how many Entries it had; `None` where there is
    /// nothing further.
    ///
    /// # Errors
    /// When the store failed; nothing was recorded then, and a new replay goes on from there.
    pub async fn page(&mut self) -> Result<Option<u64>, Failure> {
        let Some(mut batch) = self.batches.next().await? else {
            return Ok(None);
        };
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

/// Pages of the Journal after a position, each with the one that it follows.
async fn read(
    parts: Parts,
    (mut from, most): (Position, u32),
    give: Sender<(Position, Pageful)>,
) -> Result<(), Failure> {
    loop {
        let (entries, to) = parts.journal.page(from, most).await?;
        let over = to <= from || give.send((from, Pageful { entries, to })).await.is_err();
        if over {
            return Ok(());
        }
        from = to;
    }
}
