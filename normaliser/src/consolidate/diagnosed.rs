//! The date of diagnosis: the earliest that any report gives.
//!
//! Source: the Cancer Registry's variable (earliest of the clinician's date, the first
//! histological verification and death). A date that is part of a more precise one
//! says no more than it: `2024` gives way to `2024-03-16`.

use caseway_proto::Summary;

use super::candidate;
use crate::fhir::day;
use crate::link::Group;

/// The date that speaks for the tumour.
pub(crate) fn summary(group: &Group<'_>) -> Option<Summary> {
    let mut candidates = candidate::named(group, "diagnosed");
    for candidate in &mut candidates {
        candidate.text = day(&candidate.text).unwrap_or_default();
    }
    candidates.retain(|candidate| !candidate.text.is_empty());
    let best = candidates.into_iter().min_by(|one, other| {
        let order = latest(&one.text).cmp(&latest(&other.text));
        order.then(other.tie().cmp(&one.tie()))
    })?;
    Some(best.summary("earliest"))
}

/// What tumours are numbered by: the date of diagnosis, unknown ones last.
pub(crate) fn earliest(group: &Group<'_>) -> String {
    let dates = candidate::named(group, "diagnosed").into_iter();
    dates
        .filter_map(|candidate| day(&candidate.text))
        .map(|date| latest(&date))
        .min()
        .unwrap_or_else(|| "9999-99-99".to_owned())
}

/// An imprecise date as the end of what it may mean.
fn latest(date: &str) -> String {
    let missing = "-99".repeat((10 - date.len().min(10)) / 3);
    format!("{date}{missing}")
}
