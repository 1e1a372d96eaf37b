//! Crash: the real process killed under load, at random and at every fail point, or the
//! PostgreSQL under it; its commits there cut off; its power gone at every fsync; its disk full or
//! failing; its clock jumping. What it has kept is checked against the ledger of a sender in a
//! process of its own.
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
//! off, it goes red. A kill shows what a process loses, not what a disk does: the page cache
//! outlives the process. What a disk does is played by `interposer.c`, between the process
//! and the system: it keeps apart what was fsynced, and that is all there is after a power
//! cut. A disk that only says it has written is that test's control.
//!
//! Left out: a folder that was not fsynced (a new file is there after a power cut), and a disk
//! that stalls.

mod audit;
mod backup;
mod cable;
mod clock;
mod controls;
mod disk;
mod fail_points;
mod interposer;
mod load;
mod power;
mod random;
mod server;
mod versions;
