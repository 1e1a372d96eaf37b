//! A tumour has spread: Conditions that say so, each of the primary it refers to,
//! and Observations on it.

use caseway_proto::{CaseEvent, Noun};

use super::condition::Part;
use super::report::Report;
use super::{observation, recurrence};

/// A fact for each metastasis and each Observation on one.
pub(super) fn read(report: &Report<'_, '_>) -> Vec<CaseEvent> {
    let rule = (Noun::Metastasis, "metastasis.condition");
    let mut events = recurrence::of_part(report, Part::Metastasis, rule);
    events.extend(observation::events(
        report,
        Noun::Metastasis,
        "metastasis.observation",
    ));
    events
}
