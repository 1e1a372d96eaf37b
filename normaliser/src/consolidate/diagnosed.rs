//! The date of diagnosis: the earliest of what a clinician or a laboratory calls it, the
//! first day on which a specimen was taken that verified the tumour, and, where nothing
//! else is known, death.
//!
//! Source: the Cancer Registry's variable (earliest of the clinician's date, the first
//! histological verification, told by the day of sampling, and death). A date that is
//! part of a more precise one says no more than it: `2024` gives way to `2024-03-16`.

use caseway_proto::{Datum, Noun};

use super::candidate::{self, Candidate};
use crate::arrangement::{Chosen, Ordered, Source};
use crate::fhir::{day, latest};

/// A date and the rule under which it counts.
type Dated<'f> = (Candidate<'f>, &'static str);

/// The date that speaks for the tumour, of when it was said to be diagnosed and when specimens
/// were taken.
pub(super) fn chosen<'f>(
    tumour: &Ordered<'f>,
    said: Vec<Candidate<'f>>,
    sampled: impl IntoIterator<Item = Candidate<'f>>,
) -> Option<Chosen<'f>> {
    let all = dates(tumour, said, sampled).into_iter();
    let dated = all.filter_map(|(mut candidate, rule)| {
        candidate.text = day(candidate.text)?;
        Some((candidate, rule))
    });
    let (best, rule) = dated.min_by(|(one, _), (other, _)| {
        let order = latest(one.text).cmp(&latest(other.text));
        order.then(other.tie().cmp(&one.tie()))
    })?;
    Some(best.chosen(rule))
}

/// Every date that may be the one.
fn dates<'f>(
    tumour: &Ordered<'f>,
    said: Vec<Candidate<'f>>,
    sampled: impl IntoIterator<Item = Candidate<'f>>,
) -> Vec<Dated<'f>> {
    let said = said.into_iter().map(|candidate| (candidate, "earliest"));
    let verified = sampled.into_iter().filter(verifies);
    let verified = verified.map(|candidate| (candidate, "earliest-verification"));
    let mut dates: Vec<Dated<'f>> = said.chain(verified).collect();
    if dates.is_empty() {
        let death = Noun::Death..=Noun::Death;
        let [died] = candidate::of_nouns(tumour, death, ["deceased"]);
        dates.extend(died.into_iter().map(|candidate| (candidate, "death")));
    }
    dates
}

/// Whether a specimen showed the tumour: a laboratory's report that names a histology.
fn verifies(candidate: &Candidate<'_>) -> bool {
    let mut events = candidate.facts.events.iter();
    candidate.source != Source::Clinic
        && events.any(|event| {
            event.noun == Noun::Diagnosis
                && event
                    .value("morphology")
                    .is_some_and(|told| !matches!(told.datum, Datum::Absent(_)))
        })
}
