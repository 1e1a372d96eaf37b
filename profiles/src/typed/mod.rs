//! The typed pathology report of the gRPC contract, as the FHIR Bundle it stands for, and back.
//!
//! [`bundle`] leaves out what the report leaves out, so that the checker finds it
//! missing; it refuses nothing. [`typed`] reads a Bundle of the same shape again.
//! Both know the variables' codes from the table and the spine alone.

mod answer;
mod draft;
mod read;
pub(crate) mod resource;
mod write;

pub use answer::Answer;
pub(crate) use answer::observation;
pub(crate) use draft::{Draft, Envelope, uuid};
pub use read::typed;
pub use write::bundle;

/// The kind of report that a typed report is.
pub(crate) const PATHOLOGY: &str = "pathology";

#[cfg(test)]
mod tests;
