//! The ports: what every engine must keep, and what the rooms may ask of it.
//!
//! | port | keeps or answers |
//! |---|---|
//! | [`Journal`] | everything that arrived, in order, never changed |
//! | [`Vault`] | identity numbers and data keys, apart from everything else |
//! | [`Casebook`] | facts, rulings, what is held back, what is to be linked, and how far the feed was recorded |
//! | [`Cases`] | cases, as they were linked; a Casebook has them |
//! | [`Ledger`] | what a sender may read of its own |
//! | [`Desk`] | what the console reads |
//! | [`Roster`] | who may submit |
//! | [`Feed`] | how entries reach the normaliser |
//! | [`Relaying`] | what is told to others, of engines that several processes share |
//!
//! One value that implements the first seven is an [`Engine`].
//!
//! Rules for an engine: a call that returned `Ok` is durable; a call that returned
//! an error may or may not have had its effect, and may be made again; no call
//! keeps anything in memory that it could not rebuild. Engines know this crate and
//! `proto` and nothing else. The Journal and the Vault are types, not traits:
//! grouping commits and sealing are the same for every engine, so an engine
//! implements only [`JournalEngine`] and [`VaultEngine`] below them.

mod admission;
mod casebook;
#[cfg(feature = "conformance")]
pub mod conformance;
mod decision;
mod desk;
mod engine;
mod entry;
mod error;
mod failures;
mod feed;
pub mod frames;
mod grounds;
mod journal;
mod ledger;
mod receipt;
mod relaying;
mod roster;
pub mod rows;
mod ruling;
mod sealing;
mod vault;

pub use admission::{Admission, KEY_TAKEN, Standing, decide};
pub use casebook::{
    CaseRecord, Casebook, Cases, Facts, Held, Known, Outcome, OutcomeKind, Page, PatientFacts,
};
pub use decision::{Action, Decided, Decision};
pub use desk::{Backlog, Desk, HeldEntry, ReportSeen, SenderSeen, Stuck};
pub use engine::{Engine, Lease, Work};
pub use entry::{Draft, Entry, Matter, Version};
pub use error::{Nature, StoreError};
pub use feed::{Feed, Inlet, JournalFeed, Pageful};
pub use grounds::{Grounds, ReportKey};
pub use journal::{Grouping, Journal, JournalEngine, Logged, PAGE_BODY_BYTES_MAX};
pub use ledger::{Ledger, Period, State, SubmissionState, Tally};
pub use receipt::{Durable, Receipt};
pub use relaying::{Arrival, Arrived, Change, Relaying};
pub use roster::{NewSender, Roster, RosterEntry, Token};
pub use ruling::{Part, Ruling, RulingEntry, Says, Verb};
pub use sealing::{Keyring, Sealed};
pub use vault::{Owner, StoredKey, Vault, VaultEngine};
