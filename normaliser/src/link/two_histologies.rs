//! Rule `two-histologies`: two specific histologies in one organ may be two tumours.
//!
//! IARC rule 4 counts different groups of table 2 in one organ apart, even in one
//! mass; unspecified histologies (groups 5, 14, 17) say nothing against others.

use std::collections::BTreeSet;

use super::arrangement::{Arrangement, Organs, Placed, Reason};
use crate::terms::berg;

/// Sets aside the organs with more than one specific group.
pub(super) fn set_aside<'f>(organs: &mut Organs<'f>, arranged: &mut Arrangement<'f>) {
    let two: Vec<_> = organs
        .extract_if(.., |_, events| specific(events) > 1)
        .collect();
    for (organ, events) in two {
        let reason = Reason {
            word: "two-histologies",
            sentence: format!(
                "Reports about {organ} name histologies that are counted as different tumours. \
                 Decide whether it is one tumour or several."
            ),
        };
        arranged.contest(organ, reason, events);
    }
}

fn specific(events: &[Placed<'_>]) -> usize {
    events
        .iter()
        .filter_map(|placed| berg::group(placed.event.clue.morphology.as_deref()?))
        .filter(|&group| !berg::unspecified(group))
        .collect::<BTreeSet<_>>()
        .len()
}
