//! Which tumour of its Report a fact belongs to.
//!
//! A Report that tells of several tumours diagnoses each of them; they are numbered from 1
//! in the order of site, histology and side, so that the numbers do not depend on where
//! in the Report they stand. What belongs to none of them has the number 0.

use std::collections::BTreeSet;

use caseway_proto::{CaseEvent, Noun, SenderId, TumourClue};

use crate::arrangement::Placed;

/// What tells the tumours of a Report apart: site, histology, side.
pub(crate) type Telling<'e> = [Option<&'e str>; 3];

/// A Report, and a tumour's number within it.
pub(super) type Named<'p> = ((SenderId, &'p str), u32);

/// Which tumour of which Report a fact belongs to.
pub(super) fn of<'p>(placed: &Placed<'p>) -> Named<'p> {
    let Placed { facts, event, .. } = placed;
    let report = (facts.sender, facts.report_key.as_str());
    let events = facts.events.iter().map(AsRef::as_ref);
    (report, number(&tellings(events), event))
}

/// The tumours that some facts of one Report diagnose.
pub(crate) fn tellings<'e>(
    events: impl IntoIterator<Item = &'e CaseEvent>,
) -> BTreeSet<Telling<'e>> {
    let events = events.into_iter();
    let diagnoses = events.filter(|event| event.noun == Noun::Diagnosis);
    diagnoses.map(|event| telling(&event.clue)).collect()
}

/// The number of the tumour among its Report's that a fact belongs to.
pub(crate) fn number(tellings: &BTreeSet<Telling<'_>>, event: &CaseEvent) -> u32 {
    let own = telling(&event.clue);
    (1..)
        .zip(tellings)
        .find(|(_, telling)| **telling == own)
        .map_or(0, |(number, _)| number)
}

fn telling(clue: &TumourClue) -> Telling<'_> {
    [&clue.topography, &clue.morphology, &clue.laterality].map(Option::as_deref)
}
