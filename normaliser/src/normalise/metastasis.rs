//! A tumour has spread: Conditions that say so, each of the primary it refers to.

use caseway_proto::{CaseEvent, Noun};

use super::condition::Part;
use super::recurrence;
use super::report::Report;

/// A fact for each metastasis.
pub(super) fn read(report: &Report<'_, '_>) -> Vec<CaseEvent> {
    recurrence::of_part(
        report,
        Part::Metastasis,
        (Noun::Metastasis, "metastasis.condition"),
    )
}
