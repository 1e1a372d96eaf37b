//! Journal → Casebook, page by page.
//!
//! The loop waits for the Journal's head, opens what is new through the Vault, lets
//! [`decide()`] say what becomes of it, and records that with the feed position in one
//! transaction. It holds nothing that it could not read again: whatever fails, it goes
//! on from the position the Casebook tells.

mod batch;
mod decide;
mod feed;
mod held;
mod persons;
mod rebuild;
mod run;

pub use batch::{Batch, Content, Opened, Step};
pub use decide::decide;
pub use rebuild::rebuild;
pub use run::{Parts, run};

#[cfg(test)]
mod tests;
