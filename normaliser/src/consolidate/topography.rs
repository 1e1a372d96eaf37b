//! The site: a specific one before an unspecified one (`.9`), the laboratory's before
//! the clinic's.

use super::candidate::Candidate;
use crate::arrangement::Chosen;

/// The site that speaks for the tumour.
pub(super) fn chosen(candidates: Vec<Candidate<'_>>) -> Option<Chosen<'_>> {
    let best = candidates.into_iter().max_by(|one, other| {
        let key = |value: &Candidate<'_>| (!value.text.ends_with(".9"), value.source);
        key(one).cmp(&key(other)).then(one.tie().cmp(&other.tie()))
    })?;
    Some(best.chosen("specific-then-laboratory"))
}
