//! Rule `unknown-person`: a Report that is ruled to be about somebody else, and nobody knows
//! about whom, waits whole.

use super::arranging::Arranging;
use crate::arrangement::Ready;
use crate::arrangement::Reason;

/// Leaves every fact to the registrar.
pub(super) fn set_aside<'f>(counting: &[&Ready<'f>], arranged: &mut Arranging<'f>) {
    let events = counting.iter().flat_map(|version| &version.events).copied();
    let reason = Reason {
        word: "unknown-person",
        sentence: "A registrar has ruled that this report is not about the person it names. Find \
                   out whom it is about."
            .to_owned(),
    };
    arranged.review(reason, events.collect());
}
