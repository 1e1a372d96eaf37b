//! Rule `two-sides`: right and left in one paired organ may be two tumours.
//!
//! Norwegian counting records both sides of a paired organ, IARC's counts them once;
//! which it is, and which facts without a side belong where, a registrar decides.

use super::arrangement::{Arrangement, Organs, Placed, Reason};
use crate::terms::organ;

/// Sets aside the paired organs with both sides.
pub(super) fn set_aside<'f>(organs: &mut Organs<'f>, arranged: &mut Arrangement<'f>) {
    let two: Vec<_> = organs
        .extract_if(.., |organ, events| {
            organ::is_paired(organ) && says(events, "right") && says(events, "left")
        })
        .collect();
    for (organ, events) in two {
        let reason = Reason {
            word: "two-sides",
            sentence: format!(
                "Reports about {organ} name the right side and the left. Decide whether it is one \
                 tumour or two, and which facts belong to which."
            ),
        };
        arranged.contest(organ, reason, events);
    }
}

fn says(events: &[Placed<'_>], side: &str) -> bool {
    events
        .iter()
        .any(|placed| placed.event.clue.laterality.as_deref() == Some(side))
}
