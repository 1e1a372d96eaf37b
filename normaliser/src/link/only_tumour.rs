//! Rule `only-tumour`: facts that tell no organ belong to the Person's only tumour, unless
//! they are ruled not to.
//!
//! Where there are several, or one is contested, or none, a registrar decides.

use super::arranging::Arranging;
use super::ruled;
use super::rulings::Rulings;
use crate::arrangement::{Placed, Reason};

/// Joins the facts, or leaves them to the registrar.
pub(super) fn join<'f>(events: Vec<Placed<'f>>, rulings: &Rulings, arranged: &mut Arranging<'f>) {
    if events.is_empty() {
        return;
    }
    let known = arranged.tumours.len() + arranged.contested.len();
    match arranged.tumours.as_mut_slice() {
        [tumour] if known == 1 => {
            let waits = |placed: &Placed<'f>| {
                let mut others = events.iter();
                tumour.forbids(placed, rulings)
                    || others.any(|other| rulings.keep_apart(placed, other))
            };
            let (others, own): (Vec<_>, Vec<_>) = events.iter().copied().partition(waits);
            let own = own.into_iter().map(|placed| (placed, "only-tumour"));
            tumour.events.extend(own);
            arranged.review_some(ruled::apart(), others);
        }
        _ if known == 0 => arranged.review(
            reason(
                "organ-unknown",
                "No report tells the organ of the tumour. Find out where it sits.",
            ),
            events,
        ),
        _ => arranged.review(
            reason(
                "which-tumour",
                "The person has more than one tumour, and these facts do not tell which they \
                 belong to.",
            ),
            events,
        ),
    }
}

fn reason(word: &'static str, sentence: &str) -> Reason {
    Reason {
        word,
        sentence: sentence.to_owned(),
    }
}
