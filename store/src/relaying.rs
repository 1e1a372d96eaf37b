//! What a relay reads and writes: arrivals without their bodies, how the Feed is divided, and
//! Cases that changed. Only engines that several processes share have it.

use async_trait::async_trait;
use caseway_proto::{CaseId, Partition, Person, Position, RegistryId, SubmissionId};

use crate::{Casebook, JournalEngine, StoreError};

/// What arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrived {
    /// A Report.
    Report {
        /// Its Submission.
        submission: SubmissionId,
        /// The Registry it is for.
        registry: RegistryId,
    },
    /// An Operator's decision.
    Decision,
    /// A registrar's ruling.
    Ruling,
}

/// An Entry of the Journal without its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Where it stands.
    pub position: Position,
    /// Whose partition it is for: the Person it is about, of a decision the one of the Entry
    /// it is about; `None` where that is nobody.
    pub person: Option<Person>,
    /// What it is.
    pub arrived: Arrived,
}

impl Arrival {
    /// The partition it is for, of so many.
    #[must_use]
    pub fn partition(&self, of: u32) -> Partition {
        let nobody = Partition { number: 0, of };
        self.person
            .map_or(nobody, |person| Partition::of_person(&person, of))
    }
}

/// A Case that changed since it was last told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The Case.
    pub case: CaseId,
    /// Which change it was: greater with each change of the same Case.
    pub revision: i64,
    /// The Case as JSON; `None` when nothing is left of it.
    pub document: Option<String>,
}

/// What a relay reads and writes.
#[async_trait]
pub trait Relaying: JournalEngine + Casebook {
    /// Up to `most` arrivals after a Position, as [`JournalEngine::page`] would feed them,
    /// and the Position up to which the Journal was read.
    async fn arrivals(
        &self,
        after: Position,
        most: u32,
    ) -> Result<(Vec<Arrival>, Position), StoreError>;

    /// Divides the Feed into so many partitions, where all of them stand at one Position; else
    /// changes nothing. Whether it is divided so now.
    async fn divide(&self, partitions: u32) -> Result<bool, StoreError>;

    /// Up to `most` Cases that changed since they were told, those that waited longest first.
    async fn changed(&self, most: u32) -> Result<Vec<Change>, StoreError>;

    /// Forgets changes that were told. A Case that has changed again meanwhile stays.
    async fn told(&self, changes: &[Change]) -> Result<(), StoreError>;
}
