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

use caseway_proto::{Counted, LinkedEvent, Tumour};

pub(crate) use patient::{birth_year, sex};
pub(crate) use speaks::speaks;

use crate::arrangement::{Chosen, Group, Speaks};

/// Tumours as a Case tells them, numbered in their order.
pub(crate) fn tumours(groups: &[Group<'_>]) -> Vec<Tumour> {
    let mut tumours: Vec<Tumour> = (1..).zip(groups).map(tumour).collect();
    counted::count(&mut tumours);
    tumours
}

fn tumour((number, group): (u32, &Group<'_>)) -> Tumour {
    let versions = group.versions.iter();
    let registries: BTreeSet<_> = versions.map(|facts| facts.registry.clone()).collect();
    let Speaks {
        topography,
        morphology,
        diagnosed,
    } = &group.speaks;
    let events = group.facts.iter().map(|(placed, because)| LinkedEvent {
        event: Arc::clone(placed.event),
        because: (*because).into(),
    });
    Tumour {
        number,
        organ: group.organ.clone(),
        topography: topography.as_ref().map(Chosen::summary),
        morphology: morphology.as_ref().map(Chosen::summary),
        laterality: laterality::summary(&group.facts),
        diagnosed: diagnosed.as_ref().map(Chosen::summary),
        counted: Counted::default(),
        registries: registries.into_iter().collect(),
        provisional: false,
        rulings: group.rulings.iter().copied().collect(),
        events: events.collect(),
    }
}

#[cfg(test)]
mod tests;
