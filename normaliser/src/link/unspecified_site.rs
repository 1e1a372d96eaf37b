//! Rule `unspecified-site`: a tumour whose organ was not specified may be one of the
//! others.
//!
//! Where the Person has no other tumour it stands as its own; else a registrar
//! decides.

use super::arranging::{Arranging, Organs};
use crate::arrangement::Reason;
use crate::terms::organ;

/// Sets aside unspecified sites where there are other organs.
pub(super) fn set_aside<'f>(organs: &mut Organs<'f>, arranged: &mut Arranging<'f>) {
    if organs.len() + arranged.contested.len() < 2 {
        return;
    }
    let vague: Vec<_> = organs
        .extract_if(.., |organ, _| organ::is_unspecified(organ))
        .collect();
    for (organ, events) in vague {
        let reason = Reason {
            word: "unspecified-site",
            sentence: format!(
                "Reports name {organ}, which says no organ, and the person has another tumour. \
                 Decide whether it is the same one."
            ),
        };
        arranged.contest(organ.to_owned(), reason, events);
    }
}
