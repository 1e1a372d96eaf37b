//! Tumour markers, receptors and gene tests.

use caseway_proto::{CaseEvent, Noun};

use super::observation;
use super::report::Report;

/// A fact for each Observation of this kind.
pub(super) fn read(report: &Report<'_, '_>) -> Vec<CaseEvent> {
    observation::events(report, Noun::Marker, "marker.observation")
}
