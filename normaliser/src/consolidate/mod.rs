//! Which of several values speaks for the tumour or the Person.
//!
//! Every summary names the Submission and element it was taken from and the rule
//! that preferred it. Ties are broken by the version's rank (the newer wins), then by
//! Submission and element, so that the same facts always give the same summary. An
//! unknown value never takes the place of a known one.

mod candidate;
mod counted;
mod diagnosed;
mod laterality;
mod morphology;
mod patient;
mod speaks;
mod topography;

use std::collections::BTreeSet;
use std::sync::Arc;

use caseway_proto::{Case, CaseEvent, CaseId, Counted, LinkedEvent, Person, Review, Tumour};

pub(crate) use candidate::{Source, specimen_kind};
pub(crate) use patient::sex;
use speaks::Chosen;
pub(crate) use speaks::Speaks;

use crate::link::{Arrangement, Group, Placed, Ready};

/// The Case as it is to stand.
pub(crate) fn case(person: &Person, counting: &[&Ready<'_>], arranged: &Arrangement<'_>) -> Case {
    let reviews = arranged.reviews.iter().map(|(reason, events)| Review {
        reason: reason.word.to_owned(),
        sentence: reason.sentence.clone(),
        events: shared(events),
    });
    let mut tumours: Vec<Tumour> = (1..).zip(&arranged.tumours).map(tumour).collect();
    counted::count(&mut tumours);
    Case {
        id: CaseId::of(person),
        sex: patient::sex(counting),
        birth_year: patient::birth_year(counting),
        tumours,
        reviews: reviews.collect(),
        rulings: arranged.rulings.clone(),
    }
}

fn tumour((number, group): (u32, &Group<'_>)) -> Tumour {
    let versions = group.versions.iter();
    let registries: BTreeSet<_> = versions.map(|facts| facts.registry.clone()).collect();
    let Speaks {
        topography,
        morphology,
        diagnosed,
    } = &group.speaks;
    let events = group.events.iter().map(|(placed, because)| LinkedEvent {
        event: Arc::clone(placed.event),
        because: (*because).into(),
    });
    Tumour {
        number,
        organ: group.organ.clone(),
        topography: topography.as_ref().map(Chosen::summary),
        morphology: morphology.as_ref().map(Chosen::summary),
        laterality: laterality::summary(group),
        diagnosed: diagnosed.as_ref().map(Chosen::summary),
        counted: Counted::default(),
        registries: registries.into_iter().collect(),
        provisional: false,
        rulings: group.rulings.iter().copied().collect(),
        events: events.collect(),
    }
}

fn shared(events: &[Placed<'_>]) -> Vec<Arc<CaseEvent>> {
    events
        .iter()
        .map(|placed| Arc::clone(placed.event))
        .collect()
}

#[cfg(test)]
mod tests;
