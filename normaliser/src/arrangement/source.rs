//! How near a report stood to the tumour.

use caseway_proto::{CaseEvent, Datum};
use caseway_store::Facts;

/// How near a report stood to the tumour, from far to near.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Source {
    /// A clinician's report.
    Clinic,
    /// A laboratory's on cells.
    Cytology,
    /// A laboratory's on a biopsy, or on a specimen of unknown kind.
    Biopsy,
    /// A laboratory's on what an operation took out.
    Resection,
}

impl Source {
    /// How near a version's report stood.
    pub(crate) fn of_version(facts: &Facts) -> Self {
        Self::of(&facts.kind.0, facts.events.iter().map(AsRef::as_ref))
    }

    /// How near a report of that kind stood, by the specimens that its facts name.
    pub(crate) fn of<'e>(kind: &str, events: impl Iterator<Item = &'e CaseEvent>) -> Self {
        if kind != "pathology" {
            return Self::Clinic;
        }
        let kinds: Vec<_> = events.filter_map(specimen_kind).collect();
        Self::of_specimens(&kinds)
    }

    fn of_specimens(kinds: &[&str]) -> Self {
        if kinds.contains(&"resection") {
            Self::Resection
        } else if kinds.contains(&"cytology") && !kinds.contains(&"biopsy") {
            Self::Cytology
        } else {
            Self::Biopsy
        }
    }
}

/// The kind of specimen that a laboratory's finding says it was made on.
pub(crate) fn specimen_kind(event: &CaseEvent) -> Option<&str> {
    match &event.value("specimen_kind")?.datum {
        Datum::Text(kind) => Some(kind),
        _ => None,
    }
}
