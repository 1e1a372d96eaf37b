//! The Feed: how Entries reach the normaliser, in order per Person.
//!
//! A Feed gives this process partitions to record, and each of those gives pages of Entries.
//! What was recorded is known by the Casebook alone: whoever asks for a page says after which
//! Position. So a Feed may lose everything it remembers, give the same Entries again, or give
//! a partition to two processes: nothing is recorded twice, and nothing left out.
//!
//! [`JournalFeed`] reads the Journal itself; others are told by it what stands there.

use std::sync::Arc;

use async_trait::async_trait;
use caseway_proto::{Partition, Position};

use crate::{Entry, Journal, Matter, StoreError};

/// Some Entries of a partition, and the Position up to which it has no others.
#[derive(Clone, Debug)]
pub struct Pageful {
    /// In order.
    pub entries: Vec<Entry>,
    /// The Position that the page leads to.
    pub to: Position,
}

/// What gives a process partitions to record.
#[async_trait]
pub trait Feed: Send {
    /// Waits for the next partition that is to be recorded here. May be dropped while it
    /// waits, and called again.
    async fn inlet(&mut self) -> Result<Box<dyn Inlet>, Arc<StoreError>>;
}

/// A partition's Entries, for as long as they are to be recorded here.
#[async_trait]
pub trait Inlet: Send {
    /// The partition's number.
    fn number(&self) -> u32;

    /// Waits for Entries of the partition after a Position, up to which it is recorded: at
    /// most so many, and at least one where `to` is not further on than that Position.
    ///
    /// `None` when the partition is no longer to be recorded here. A page that leads no
    /// further says that nothing came for a while, and that it is time to ask the Casebook
    /// again where the partition stands and how many there are.
    async fn page(
        &mut self,
        partition: Partition,
        after: Position,
        most: u32,
    ) -> Result<Option<Pageful>, Arc<StoreError>>;
}

/// The Feed that reads the Journal: every partition is this process's.
pub struct JournalFeed {
    journal: Journal,
    numbers: std::ops::Range<u32>,
    upto: Position,
}

impl JournalFeed {
    /// The Feed of a Journal, divided into so many partitions.
    ///
    /// Each of them reads the whole Journal and leaves out what is not its own: good for a
    /// Feed that was divided and is no longer, and for nothing else.
    #[must_use]
    pub const fn new(journal: Journal, partitions: u32) -> Self {
        Self {
            journal,
            numbers: 0..partitions,
            upto: Position(i64::MAX),
        }
    }

    /// The same, of what stands up to a Position and no more: all partitions come to it.
    #[must_use]
    pub fn up_to(self, upto: Position) -> Self {
        Self { upto, ..self }
    }
}

#[async_trait]
impl Feed for JournalFeed {
    async fn inlet(&mut self) -> Result<Box<dyn Inlet>, Arc<StoreError>> {
        match self.numbers.next() {
            Some(number) => Ok(Box::new(JournalInlet {
                journal: self.journal.clone(),
                number,
                upto: self.upto,
            })),
            None => std::future::pending().await,
        }
    }
}

struct JournalInlet {
    journal: Journal,
    number: u32,
    upto: Position,
}

#[async_trait]
impl Inlet for JournalInlet {
    fn number(&self) -> u32 {
        self.number
    }

    async fn page(
        &mut self,
        partition: Partition,
        after: Position,
        most: u32,
    ) -> Result<Option<Pageful>, Arc<StoreError>> {
        if after >= self.upto {
            return Ok(None);
        }
        let (mut entries, mut to) = self.journal.page(after, most).await?;
        if to <= after {
            self.journal.wait_for_entry(after).await?;
            (entries, to) = self.journal.page(after, most).await?;
        }
        to = to.min(self.upto);
        entries.retain(|entry| entry.position <= to);
        if !partition.is_whole() {
            entries = self.own(partition, entries).await?;
        }
        Ok(Some(Pageful { entries, to }))
    }
}

impl JournalInlet {
    /// Leaves out what belongs to other partitions.
    async fn own(
        &self,
        partition: Partition,
        entries: Vec<Entry>,
    ) -> Result<Vec<Entry>, StoreError> {
        let mut own = Vec::new();
        for entry in entries {
            if partition_of(&self.journal, &entry, partition.of).await? == partition {
                own.push(entry);
            }
        }
        Ok(own)
    }
}

/// The partition of an Entry: that of whom it is about. A decision follows the Entry that it
/// is about; one about nothing that is fed changes nothing, wherever it is recorded.
async fn partition_of(journal: &Journal, entry: &Entry, of: u32) -> Result<Partition, StoreError> {
    let person = match &entry.matter {
        Matter::Report { version, .. } => Some(version.person),
        Matter::Ruling(ruling) => Some(ruling.person),
        Matter::Decision(decision) => match journal.entry(decision.about).await? {
            Some(Entry {
                matter: Matter::Report { version, .. },
                ..
            }) => Some(version.person),
            _ => None,
        },
    };
    let nobody = Partition { number: 0, of };
    Ok(person.map_or(nobody, |person| Partition::of_person(&person, of)))
}
