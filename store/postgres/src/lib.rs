//! The engine for many gateways: every port on PostgreSQL 15 or newer, in one database.
//!
//! | schema | keeps | written by |
//! |---|---|---|
//! | `journal` | senders; entries, and what they are about in partitions a month | [`JournalEngine`], [`Roster`] |
//! | `casebook` | outcomes, facts, cases, what is owed, the feed | [`Casebook`] |
//! | `vault` | data keys and sealed identity numbers | [`VaultEngine`] |
//!
//! Each port works under a role that may do what the port needs and nothing else, and
//! [`Ledger`] sees the rows of the one sender that it answers. Appenders take turns, so that
//! positions commit in order (`turn.rs`). Every statement is a file under `statements/`,
//! checked when the crate is built against the migrations by way of `.sqlx`.
//!
//! Relies on a server that waits for its disk; [`open()`] refuses one that does not. Leaves out
//! grouping of commits and sealing: those are the ports' own.
//!
//! # Current limitations
//!
//! An erased key is gone from its table with the next vacuum, which the table asks for at
//! once; from the write-ahead log and its archive when they are. It is wrapped there.
//!
//! [`JournalEngine`]: caseway_store::JournalEngine
//! [`Roster`]: caseway_store::Roster
//! [`Casebook`]: caseway_store::Casebook
//! [`VaultEngine`]: caseway_store::VaultEngine
//! [`Ledger`]: caseway_store::Ledger

mod append;
mod casebook;
mod columns;
#[cfg(any(test, feature = "fail-points"))]
mod control;
mod desk;
mod engine;
mod error;
mod grounds;
mod journal;
mod lease;
mod ledger;
mod limit;
mod migrate;
mod months;
mod open;
mod record;
mod relaying;
mod replay;
mod role;
mod roster;
mod row;
mod server;
mod turn;
mod vault;
mod wait;

#[cfg(any(test, feature = "fail-points"))]
pub use control::{FAIL_POINTS, Options, drop_unique_indexes, open_with};
pub use migrate::migrate;
pub use open::{Postgres, open};
pub use replay::{discard_replays, make_replay, open_replay, put_in_place};
pub use server::Server;

/// Begins a transaction of questions.
const BEGIN_READING: &str = include_str!("../statements/engine/begin_reading.sql");

#[cfg(test)]
mod tests;
