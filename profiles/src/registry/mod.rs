//! A Registry as data: its table, the spine it shares with the others, and their names in FHIR.
//!
//! [`table`] is the shape, [`read`] reads and cross-checks it, [`asked`] says which
//! variables a kind of report carries, [`names`] spells the canonical URLs. Nothing
//! here reads a file: text comes in, values or faults come out.

pub mod asked;
pub mod builtin;
mod cross_check;
pub mod names;
pub mod place;
pub mod read;
pub mod scope;
pub mod spine;
pub mod table;
pub mod vital_signs;

pub use asked::Asked;
pub use builtin::{Tables, builtin};
pub use place::Place;
pub use read::TableFaults;
pub use scope::{Routed, Scopes, Seen};
pub use spine::Spine;
pub use table::{Mark, Owed, Table, Trigger};
