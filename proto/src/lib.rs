//! The words every room shares.
//!
//! What goes over the wire is in [`wire`]; what the rooms say to each other is in
//! the other modules, one word or family of words a file. This crate knows no
//! room, does no I/O and has no clock. The words and what they must not be called
//! are listed in GLOSSARY.md.

mod case;
mod case_event;
mod digest;
mod disposition;
mod expectation;
mod identity;
mod issue;
mod partition;
mod position;
mod registry;
mod report;
mod rerouting;
mod ruling;
mod sender;
mod submission;
pub mod wire;

pub use case::{Case, CaseId, Counted, LinkedEvent, Review, Summary, Tumour};
pub use case_event::{CaseEvent, Datum, Noun, Provenance, ShortText, TumourClue, Value};
pub use digest::Digest;
pub use disposition::Disposition;
pub use expectation::{Expectation, Waiver};
pub use identity::{Identity, IdentityKind, Person};
pub use issue::{Issue, IssueCode, Severity, Silenced};
pub use partition::Partition;
pub use position::Position;
pub use registry::{RegistryId, ReportKind};
pub use report::{Rank, ReportHead};
pub use rerouting::Rerouting;
pub use ruling::Ruled;
pub use sender::{Sender, SenderId};
pub use submission::{Door, Submission, SubmissionId, Syntax};
