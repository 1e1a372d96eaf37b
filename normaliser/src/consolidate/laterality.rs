//! The side: the operating unit's before the laboratory's before others'. Reports that
//! contradict each other never come here: they wait in a Review.

use caseway_proto::Summary;

use super::candidate;
use crate::arrangement::Ordered;

/// The side that speaks for the tumour.
pub(super) fn summary(tumour: &Ordered<'_>) -> Option<Summary> {
    let [candidates] = candidate::named(tumour, ["laterality"]);
    let best = candidates.into_iter().max_by(|one, other| {
        let key =
            |value: &candidate::Candidate<'_>| (value.facts.kind.0 == "surgery", value.source);
        key(one).cmp(&key(other)).then(one.tie().cmp(&other.tie()))
    })?;
    Some(best.chosen("operation-then-laboratory").summary())
}
