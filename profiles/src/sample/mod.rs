//! Synthetic reports, from a seed: for demonstrations, benchmarks and tests.
//!
//! Everything is made from the tables, so that a new Registry has samples without
//! a line of code; what a table cannot say (which sites and morphologies go
//! together, which answers must agree, which numbers are likely) stands in `site`,
//! `agreement` and `likely`. Pure: the
//! same seed and the same numbers give the same bytes. Persons, organisations and
//! numbers are made up; identity numbers carry the mark of synthetic ones
//! (month + 80).

mod agreement;
mod answers;
mod clinical;
mod draw;
mod journey;
mod likely;
mod narrative;
mod number;
mod organisation;
mod pathology;
mod person;
mod report;
mod site;
mod treatment;

pub use journey::{Planned, Truth};
pub use organisation::{ORGANISATIONS, Organisation};
pub use person::{Patient, Sex};
pub use report::{ReportOrder, SpecimenOrder, Status};
pub use site::TumourTruth;

use crate::registry::Tables;

/// Makes synthetic reports.
#[derive(Clone, Copy, Debug)]
pub struct Sampler<'a> {
    tables: &'a Tables,
    seed: u64,
}

impl<'a> Sampler<'a> {
    /// A sampler for these tables; the same seed gives the same samples.
    #[must_use]
    pub const fn new(tables: &'a Tables, seed: u64) -> Self {
        Self { tables, seed }
    }
}

#[cfg(test)]
mod tests;
