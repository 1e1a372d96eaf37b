//! The histology: resection before biopsy before cytology before the clinic; among
//! equals a specific one before an unspecified one.

use super::candidate;
use super::speaks::Chosen;
use crate::link::Group;
use crate::terms::morphology;

/// The histology that speaks for the tumour.
pub(super) fn chosen<'f>(group: &Group<'f>) -> Option<Chosen<'f>> {
    let candidates = candidate::named(group, "morphology");
    let best = candidates.max_by(|one, other| {
        let key = |value: &candidate::Candidate<'_>| {
            (value.source, !morphology::is_unspecified(&value.text))
        };
        key(one).cmp(&key(other)).then(one.tie().cmp(&other.tie()))
    })?;
    Some(best.chosen("laboratory-then-specific"))
}
