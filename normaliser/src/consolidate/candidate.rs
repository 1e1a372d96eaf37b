//! Values that might speak for a tumour, and how near their report stood to it.

use std::ops::RangeInclusive;

use caseway_proto::{CaseEvent, Datum, Noun, Value};
use caseway_store::Facts;

use super::speaks::Chosen;
use crate::fhir::Coding;
use crate::link::Group;
use crate::terms::morphology;

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

/// One value and where it comes from.
pub(super) struct Candidate<'f> {
    pub(super) text: &'f str,
    pub(super) source: Source,
    pub(super) facts: &'f Facts,
    element: &'f str,
}

impl<'f> Candidate<'f> {
    /// The order among equals: the newer version, then Submission and element.
    pub(super) fn tie(&self) -> impl Ord {
        (&self.facts.rank, self.facts.submission, self.element)
    }

    /// The value as the one that speaks, by a rule.
    pub(super) fn chosen(self, rule: &'static str) -> Chosen<'f> {
        Chosen {
            text: self.text,
            facts: self.facts,
            element: self.element,
            rule,
        }
    }
}

/// Every value of some names among the tumour's diagnoses and findings, by name.
pub(super) fn named<'f, const N: usize>(
    group: &Group<'f>,
    names: [&str; N],
) -> [Vec<Candidate<'f>>; N] {
    of_nouns(group, Noun::Diagnosis..=Noun::Pathology, names)
}

/// Every value of some names among the tumour's facts of some nouns that follow each other.
pub(super) fn of_nouns<'f, const N: usize>(
    group: &Group<'f>,
    nouns: RangeInclusive<Noun>,
    names: [&str; N],
) -> [Vec<Candidate<'f>>; N] {
    let mut found = [const { Vec::new() }; N];
    for placed in group.of_nouns(nouns) {
        for value in &placed.event.values {
            let at = names.iter().position(|name| value.name == *name);
            if let Some(at) = at
                && let Some(text) = text(value)
            {
                found[at].push(Candidate {
                    text,
                    source: placed.source,
                    facts: placed.facts,
                    element: &value.element,
                });
            }
        }
    }
    found
}

/// The value as the case tells it; codes only where they are morphologies.
fn text(value: &Value) -> Option<&str> {
    match &value.datum {
        Datum::Text(text) | Datum::Date(text) => Some(text),
        Datum::Code { system, code, .. } => {
            let coding = Coding {
                system,
                code,
                display: None,
            };
            morphology::of(coding)
        }
        _ => None,
    }
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
