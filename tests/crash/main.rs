//! Crash: the real process killed under load, at random and at every fail point, or the
//! PostgreSQL under it, and
//! checked against the ledger of a sender in a process of its own.
//!
//! | check | says |
//! |---|---|
//! | L | no acknowledged submission is lost |
//! | D | nothing is recorded twice |
//! | O | order is kept per person and sender |
//! | C | received = recorded + rejected + superseded + quarantined + in flight |
//! | R | the bytes kept are the bytes sent |
//!
//! Each check has its positive control in `controls.rs`: with what it proves turned
//! off, it goes red. A kill shows what a process loses, not what a disk does: the
//! page cache outlives the process, so `synchronous = OFF` passes here too, and
//! losing power needs another test than this.

mod audit;
mod backup;
mod controls;
mod fail_points;
mod load;
mod random;
mod server;
mod versions;
