//! An engine: every port in one, and what processes that share it need beside the ports.

use async_trait::async_trait;

use crate::{Casebook, Desk, JournalEngine, Ledger, Roster, StoreError, VaultEngine};

/// Every port in one.
#[async_trait]
pub trait Engine: JournalEngine + VaultEngine + Casebook + Ledger + Desk + Roster {
    /// Waits until nobody else has the lease of some work, and takes it.
    ///
    /// Of the processes that share an engine one has the lease, or all those that share the
    /// work; the others stand by. It is
    /// no proof: who was stopped for a while may think that it has it still. What must not
    /// happen twice is refused where it is written.
    async fn lease(&self, work: Work) -> Result<Box<dyn Lease>, StoreError>;

    /// Closes what is open, after the calls that are under way.
    async fn close(&self);
}

/// What one process does at a time, or several that share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Recording the Journal in the Casebook.
    Normalise,
    /// Recording some partitions of it: several do it beside each other, while nobody does
    /// [`Work::Normalise`].
    NormalisePart,
    /// Telling the normalisers and others what stands in Journal and Casebook.
    Relay,
}

/// The right to do some work; given up when it is dropped.
#[async_trait]
pub trait Lease: Send {
    /// Keeps the lease for as long as it is polled; resolves when it is lost.
    async fn lost(&mut self);
}
