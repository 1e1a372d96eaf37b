//! Whole journeys of synthetic patients: what the rooms make of them is held against
//! the truth that they were made from.

use std::collections::{BTreeMap, BTreeSet};

use caseway_profiles::registry::{Scopes, Tables, builtin};
use caseway_profiles::sample::{Planned, Sampler};
use caseway_proto::{Noun, Position, Rank, SenderId, SubmissionId};
use caseway_store::Facts;

use crate::testing::{Fixture, about, person};
use crate::{link, normalise, owed};

const PATIENTS: u64 = 150;

fn tables() -> Tables {
    builtin().unwrap()
}

/// What is recorded of a journey, in the order it is sent.
fn facts(planned: &[Planned]) -> Vec<Facts> {
    (1..)
        .zip(planned)
        .map(|(number, plan)| version(number, plan))
        .collect()
}

fn version(number: u8, plan: &Planned) -> Facts {
    let mut facts = Fixture::new(&plan.truth.report.to_string(), number)
        .kind(&plan.kind)
        .0;
    let mut about = about(&plan.kind);
    about.submission = SubmissionId([number; 16]);
    about.retracts = plan.bundle["entry"][0]["resource"]["status"] == "entered-in-error";
    let read = normalise(&plan.bundle, &about).unwrap();
    facts.submission = about.submission;
    facts.sender = SenderId(i64::try_from(plan.sender).unwrap());
    facts.rank = Rank(format!("{:03}", plan.truth.version));
    facts.position = Position(i64::from(number));
    facts.registry = plan.registry.clone();
    facts.retracts = about.retracts;
    facts.requester = read.requester;
    facts.author = read.author;
    facts.patient = read.patient;
    facts.events = read.events;
    facts
}

/// The organs that the counting reports are about.
fn organs(planned: &[Planned]) -> BTreeSet<String> {
    let counting = planned.iter().filter(|plan| plan.truth.counts);
    counting.map(|plan| plan.truth.organ.clone()).collect()
}

#[test]
fn every_journey_becomes_the_tumours_it_was_made_from_without_a_review() {
    let tables = tables();
    let sampler = Sampler::new(&tables, 11);
    for index in 0..PATIENTS {
        let planned = sampler.journey(index);
        let Some(case) = link(&person(1), &facts(&planned)) else {
            assert!(organs(&planned).is_empty());
            continue;
        };
        let reasons: Vec<_> = case.reviews.iter().map(|review| &review.sentence).collect();
        assert!(reasons.is_empty(), "{index}: {reasons:?}");
        let found = case
            .tumours
            .iter()
            .map(|tumour| tumour.topography.as_ref().unwrap().value[..3].to_owned());
        assert_eq!(found.collect::<BTreeSet<_>>(), organs(&planned), "{index}");
        for tumour in &case.tumours {
            assert!(
                tumour.diagnosed.is_some() && tumour.morphology.is_some(),
                "{index}"
            );
        }
    }
}

#[test]
fn every_kind_of_fact_is_read_from_some_report() {
    let tables = tables();
    let sampler = Sampler::new(&tables, 11);
    let mut seen: BTreeMap<Noun, usize> = BTreeMap::new();
    for index in 0..PATIENTS {
        for event in facts(&sampler.journey(index))
            .into_iter()
            .flat_map(|facts| facts.events)
        {
            *seen.entry(event.noun).or_default() += 1;
        }
    }
    for noun in [
        Noun::Diagnosis,
        Noun::Pathology,
        Noun::Stage,
        Noun::Marker,
        Noun::Surgery,
        Noun::Radiotherapy,
        Noun::SystemicTherapy,
        Noun::Recurrence,
        Noun::FollowUp,
        Noun::Finding,
    ] {
        assert!(seen.contains_key(&noun), "{noun:?} in {seen:?}");
    }
}

#[test]
fn a_journey_owes_its_work_up_exactly_where_it_was_never_sent() {
    let tables = tables();
    let sampler = Sampler::new(&tables, 11);
    let scopes = Scopes::of(&tables.registries);
    for index in 0..PATIENTS {
        let planned = sampler.journey(index);
        let facts = facts(&planned);
        let open = owed(&person(1), &facts, &scopes)
            .into_iter()
            .filter(|owed| owed.closed_by.is_none());
        let owed: BTreeSet<_> = open
            .filter(|owed| owed.kind.0 == "work-up")
            .map(|owed| owed.registry)
            .collect();
        let has = |kind: &str, registry| {
            planned
                .iter()
                .any(|plan| plan.truth.counts && plan.kind == kind && plan.registry == registry)
        };
        let registries: BTreeSet<_> = planned.iter().map(|plan| plan.registry.clone()).collect();
        let missing = registries.into_iter().filter(|registry| {
            has("pathology", registry.clone()) && !has("work-up", registry.clone())
        });
        assert_eq!(owed, missing.collect(), "{index}");
    }
}
