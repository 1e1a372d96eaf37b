//! Rule `same-organ`: facts of one organ belong to one tumour, unless they are recorded
//! apart.
//!
//! Organs are those of IARC's table 1. A tumour is founded by a diagnosis or a
//! laboratory's finding; treatment alone founds none.

use caseway_proto::Noun;

use super::arranging::{Arranging, Organs};
use super::recorded_apart;
use crate::arrangement::Ready;
use crate::arrangement::{Placed, Reason};

/// Facts by organ, and those that tell none.
pub(super) fn sort<'f>(counting: &[&Ready<'f>]) -> (Organs<'f>, Vec<Placed<'f>>) {
    let mut organs = Organs::new();
    let mut without = Vec::new();
    for placed in counting.iter().flat_map(|version| &version.events) {
        match placed.organ {
            Some(organ) => organs.entry(organ).or_default().push(*placed),
            None => without.push(*placed),
        }
    }
    (organs, without)
}

/// Founds a tumour for each organ that was diagnosed.
pub(super) fn found<'f>(organs: Organs<'f>, arranged: &mut Arranging<'f>) {
    for (organ, events) in organs {
        if events.iter().any(founds) {
            recorded_apart::found(organ, events, arranged);
        } else {
            let reason = Reason {
                word: "not-diagnosed",
                sentence: format!(
                    "Facts tell of a tumour in {organ}, but no report has diagnosed one there. \
                     Decide which tumour they belong to."
                ),
            };
            arranged.contest(organ.to_owned(), reason, events);
        }
    }
}

/// Whether a fact founds a tumour.
pub(super) fn founds(placed: &Placed<'_>) -> bool {
    matches!(placed.event.noun, Noun::Diagnosis | Noun::Pathology)
}
