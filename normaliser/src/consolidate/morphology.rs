//! The histology: resection before biopsy before cytology before the clinic; among
//! equals a specific one before an unspecified one.

use caseway_proto::Summary;

use super::candidate;
use crate::link::Group;
use crate::terms::morphology;

/// The histology that speaks for the tumour.
pub(super) fn summary(group: &Group<'_>) -> Option<Summary> {
    let candidates = candidate::named(group, "morphology");
    let best = candidates.max_by(|one, other| {
        let key = |value: &candidate::Candidate<'_>| {
            (value.source, !morphology::is_unspecified(&value.text))
        };
        key(one).cmp(&key(other)).then(one.tie().cmp(&other.tie()))
    })?;
    Some(best.summary("laboratory-then-specific"))
}
