//! Values that might speak for a tumour.

use std::ops::RangeInclusive;

use caseway_proto::{Datum, Noun, Value};
use caseway_store::Facts;

use crate::arrangement::{Chosen, Ordered, Source};
use crate::fhir::Coding;
use crate::terms::morphology;

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
    tumour: &Ordered<'f>,
    names: [&str; N],
) -> [Vec<Candidate<'f>>; N] {
    of_nouns(tumour, Noun::Diagnosis..=Noun::Pathology, names)
}

/// Every value of some names among the tumour's facts of some nouns that follow each other.
pub(super) fn of_nouns<'f, const N: usize>(
    tumour: &Ordered<'f>,
    nouns: RangeInclusive<Noun>,
    names: [&str; N],
) -> [Vec<Candidate<'f>>; N] {
    let mut found = [const { Vec::new() }; N];
    for placed in tumour.of_nouns(nouns) {
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
