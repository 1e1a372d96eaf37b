//! The embedded engine: every port on `SQLite`, in three files of one folder.
//!
//! | file | keeps | written by |
//! |---|---|---|
//! | `journal.db` | entries and senders | [`JournalEngine`], [`Roster`] |
//! | `casebook.db` | outcomes, facts, rulings, cases, what is owed, the feed | [`Casebook`] |
//! | `vault.db` | data keys and sealed identity numbers | [`VaultEngine`] |
//!
//! Three files, so that commits do not wait for each other. Each has one connection
//! that writes; [`Ledger`] and [`Desk`] read `journal.db` with `casebook.db`
//! attached. Write-ahead log; with `synchronous=FULL` for the Journal and the Vault, so
//! that a commit that returned is on the disk, and `NORMAL` for the Casebook, which can
//! be made again. Every statement is a file under `statements/`, checked when the crate
//! is built against the migrations by way of `.sqlx`.
//!
//! Relies on one gateway a folder; a second process (the command line) may read and
//! write beside it, and waits its turn. Leaves out grouping of commits and sealing:
//! those are the ports' own.
//!
//! [`JournalEngine`]: caseway_store::JournalEngine
//! [`Roster`]: caseway_store::Roster
//! [`Casebook`]: caseway_store::Casebook
//! [`VaultEngine`]: caseway_store::VaultEngine
//! [`Ledger`]: caseway_store::Ledger
//! [`Desk`]: caseway_store::Desk

mod append;
mod casebook;
mod checkpoint;
#[cfg(feature = "fail-points")]
mod control;
mod desk;
mod engine;
mod error;
mod journal;
mod ledger;
mod log;
mod open;
mod record;
mod replay;
mod roster;
mod vault;

#[cfg(feature = "fail-points")]
pub use control::{FAIL_POINTS, Options, open_with};
pub use open::{Sqlite, open};
pub use replay::{discard_replays, has_replay, open_replay, put_in_place};

#[cfg(test)]
mod tests;
