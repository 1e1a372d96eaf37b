//! Journal → Casebook, page by page.
//!
//! A Feed gives partitions to record. For each, a loop takes what is new, opens it through the
//! Vault, lets [`decide()`] say what becomes of it, and records that with the partition's
//! position in one transaction. It holds nothing that it could not read again: whatever fails,
//! it goes on from the position the Casebook tells.

mod ahead;
mod batch;
mod decide;
mod feed;
mod held;
mod partition;
mod persons;
mod rebuild;
mod relink;
mod run;

pub use batch::{Batch, Content, Opened, Step};
pub use decide::decide;
pub use feed::ENTRIES_MAX;
pub use rebuild::{Replay, rebuild};
pub use relink::Relinking;
pub use run::{Parts, run};

#[cfg(test)]
mod tests;
