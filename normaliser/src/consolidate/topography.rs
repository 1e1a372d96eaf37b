//! The site: a specific one before an unspecified one (`.9`), the laboratory's before
//! the clinic's.

use caseway_proto::Summary;

use super::candidate;
use crate::link::Group;

/// The site that speaks for the tumour.
pub(super) fn summary(group: &Group<'_>) -> Option<Summary> {
    let candidates = candidate::named(group, "topography");
    let best = candidates.max_by(|one, other| {
        let key = |value: &candidate::Candidate<'_>| (!value.text.ends_with(".9"), value.source);
        key(one).cmp(&key(other)).then(one.tie().cmp(&other.tie()))
    })?;
    Some(best.summary("specific-then-laboratory"))
}
