//! The site: a specific one before an unspecified one (`.9`), the laboratory's before
//! the clinic's.

use super::candidate;
use super::speaks::Chosen;
use crate::link::Group;

/// The site that speaks for the tumour.
pub(super) fn chosen<'f>(group: &Group<'f>) -> Option<Chosen<'f>> {
    let candidates = candidate::named(group, "topography");
    let best = candidates.max_by(|one, other| {
        let key = |value: &candidate::Candidate<'_>| (!value.text.ends_with(".9"), value.source);
        key(one).cmp(&key(other)).then(one.tie().cmp(&other.tie()))
    })?;
    Some(best.chosen("specific-then-laboratory"))
}
