//! The histology: resection before biopsy before cytology before the clinic; among
//! equals a specific one before an unspecified one.

use super::candidate::Candidate;
use crate::arrangement::Chosen;
use crate::terms::morphology;

/// The histology that speaks for the tumour.
pub(super) fn chosen(candidates: Vec<Candidate<'_>>) -> Option<Chosen<'_>> {
    let best = candidates.into_iter().max_by(|one, other| {
        let key = |value: &Candidate<'_>| (value.source, !morphology::is_unspecified(value.text));
        key(one).cmp(&key(other)).then(one.tie().cmp(&other.tie()))
    })?;
    Some(best.chosen("laboratory-then-specific"))
}
