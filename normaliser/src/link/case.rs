//! An arrangement as the Case that it comes to.

use std::sync::Arc;

use caseway_proto::{Case, CaseEvent, CaseId, Person, Review};

use crate::arrangement::{Arrangement, Placed, Ready};
use crate::consolidate;

/// The Case that the versions that count come to; `None` when none counts.
pub(crate) fn case(
    person: &Person,
    counting: &[&Ready<'_>],
    arranged: &Arrangement<'_>,
) -> Option<Case> {
    if counting.is_empty() {
        return None;
    }
    let reviews = arranged.reviews.iter().map(|(reason, events)| Review {
        reason: reason.word.to_owned(),
        sentence: reason.sentence.clone(),
        events: shared(events),
    });
    Some(Case {
        id: CaseId::of(person),
        sex: consolidate::sex(counting),
        birth_year: consolidate::birth_year(counting),
        tumours: consolidate::tumours(&arranged.tumours),
        reviews: reviews.collect(),
        rulings: arranged.rulings.clone(),
    })
}

fn shared(events: &[Placed<'_>]) -> Vec<Arc<CaseEvent>> {
    events
        .iter()
        .map(|placed| Arc::clone(placed.event))
        .collect()
}
