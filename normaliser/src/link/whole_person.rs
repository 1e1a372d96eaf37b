//! Rule `whole-person`: a death belongs to every tumour.

use caseway_proto::Noun;

use super::arranging::Arranging;
use crate::arrangement::Placed;

/// Joins deaths to every tumour and gives back the rest.
pub(super) fn join<'f>(events: Vec<Placed<'f>>, arranged: &mut Arranging<'f>) -> Vec<Placed<'f>> {
    if arranged.tumours.is_empty() {
        return events;
    }
    let (deaths, rest): (Vec<_>, Vec<_>) = events
        .into_iter()
        .partition(|placed| placed.event.noun == Noun::Death);
    for tumour in &mut arranged.tumours {
        let deaths = deaths.iter().map(|placed| (*placed, "whole-person"));
        tumour.events.extend(deaths);
    }
    rest
}
