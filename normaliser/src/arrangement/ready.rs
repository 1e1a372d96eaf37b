//! Versions made ready for linkage: of each fact what does not change however often its
//! Person is linked.
//!
//! What was owed is told by linking a Person's versions over and over, each time with one
//! more; the organ of a fact and its place among all of them are found once.

use std::sync::Arc;

use caseway_proto::CaseEvent;
use caseway_store::Facts;

use super::Source;
use crate::terms::{berg, organ};

/// A fact and the version it stands in.
#[derive(Clone, Copy)]
pub(crate) struct Placed<'f> {
    pub(crate) facts: &'f Facts,
    pub(crate) event: &'f Arc<CaseEvent>,
    /// The organ that it tells of.
    pub(crate) organ: Option<&'f str>,
    /// The group of its histology.
    pub(crate) histology: Option<u8>,
    /// How near its report stood to the tumour.
    pub(crate) source: Source,
    /// Where it stands among the Person's facts.
    pub(crate) rank: usize,
}

/// A version and its facts.
pub(crate) struct Ready<'f> {
    /// The version.
    pub(crate) facts: &'f Facts,
    /// Its facts, in the order in which it has them.
    pub(crate) events: Vec<Placed<'f>>,
}

/// Makes a Person's versions ready, in the order in which they are given.
///
/// A Case lists its facts by noun and date, then report by report, each report's in the order
/// in which its version has them: whichever report came first.
pub(crate) fn ready<'f>(versions: impl IntoIterator<Item = &'f Facts>) -> Vec<Ready<'f>> {
    let mut all: Vec<Ready<'f>> = versions.into_iter().map(unranked).collect();
    let mut events: Vec<_> = all
        .iter_mut()
        .flat_map(|version| &mut version.events)
        .collect();
    events.sort_by_key(|Placed { event, facts, .. }| {
        let report = (facts.sender, facts.report_key.as_str());
        (event.noun, event.date.as_deref(), report)
    });
    for (rank, placed) in events.into_iter().enumerate() {
        placed.rank = rank;
    }
    all
}

fn unranked(facts: &Facts) -> Ready<'_> {
    let source = Source::of_version(facts);
    let events = facts.events.iter().map(|event| {
        let clue = &event.clue;
        let histology = clue.morphology.as_deref().and_then(berg::group);
        Placed {
            facts,
            event,
            organ: organ::of_group(clue.topography.as_deref(), histology),
            histology,
            source,
            rank: 0,
        }
    });
    Ready {
        facts,
        events: events.collect(),
    }
}
