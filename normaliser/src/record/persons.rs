//! The Cases that a page may have changed: those of the Persons its facts are about, of
//! every other Person that a version of the same Report was about, and of those that a
//! ruling binds to them.

use std::collections::{BTreeMap, BTreeSet};

use caseway_profiles::registry::Scopes;
use caseway_proto::{Case, Person, Position, SenderId, SubmissionId};
use caseway_store::{CaseRecord, Facts, Known, Page, RulingEntry};

use crate::link::Rulings;
use crate::{expect, link, route};

type Report<'f> = (SenderId, &'f str);

/// The Cases as they are to stand, from what was known and what is new.
pub(super) fn cases(
    known: &Known,
    new: &Page,
    touched: &BTreeSet<Person>,
    scopes: &Scopes,
) -> Vec<CaseRecord> {
    let all: Vec<&RulingEntry> = known.rulings.iter().chain(&new.rulings).collect();
    let rulings = Rulings::new(all.iter().copied());
    let mut versions: BTreeMap<Report<'_>, Vec<&Facts>> = BTreeMap::new();
    let mut reports: BTreeMap<Person, BTreeSet<Report<'_>>> = BTreeMap::new();
    for facts in known.facts.iter().chain(&new.facts) {
        let report = report(facts);
        versions.entry(report).or_default().push(facts);
        for person in [facts.person, rulings.person_of(facts)] {
            reports.entry(person).or_default().insert(report);
        }
    }
    let moved = new.facts.iter();
    let moved = moved.filter_map(|facts| versions.get(&report(facts)));
    let mut affected: BTreeSet<Person> = moved.flatten().map(|facts| facts.person).collect();
    affected.extend(touched);
    let ruled = new.rulings.iter();
    affected.extend(ruled.flat_map(|entry| entry.ruling.persons()));
    bind(&mut affected, &all);
    affected
        .into_iter()
        .map(|person| {
            let own = reports.get(&person).into_iter().flatten();
            let facts = own.filter_map(|report| versions.get(report)).flatten();
            let facts: Vec<&Facts> = facts.copied().collect();
            record(person, (&facts, &rulings), scopes)
        })
        .collect()
}

/// Adds whoever a ruling binds to one of some Persons, and so on.
fn bind(persons: &mut BTreeSet<Person>, rulings: &[&RulingEntry]) {
    let mut unbound: Vec<BTreeSet<Person>> =
        rulings.iter().map(|entry| entry.ruling.persons()).collect();
    loop {
        let bound: Vec<_> = unbound
            .extract_if(.., |bound| !bound.is_disjoint(persons))
            .collect();
        if bound.is_empty() {
            return;
        }
        persons.extend(bound.into_iter().flatten());
    }
}

fn report(facts: &Facts) -> Report<'_> {
    (facts.sender, &facts.report_key)
}

fn record(person: Person, (facts, rulings): (&[&Facts], &Rulings), scopes: &Scopes) -> CaseRecord {
    let counting = link::counting(&person, facts, rulings);
    let arranged = link::arrangement(&person, &counting, rulings);
    let mut case = link::case(&person, &counting, &arranged);
    if let Some(case) = &mut case {
        route::route(case, scopes);
    }
    CaseRecord {
        person,
        undecided_since: case.as_ref().and_then(|case| undecided(case, facts)),
        case,
        expectations: expect::expectations(&person, (facts, rulings), &arranged, scopes),
    }
}

/// Where the oldest Entry stands that waits for a registrar; of rulings that contradict
/// each other the first.
fn undecided(case: &Case, facts: &[&Facts]) -> Option<Position> {
    let arrived: BTreeMap<SubmissionId, Position> = facts
        .iter()
        .map(|facts| (facts.submission, facts.position))
        .collect();
    let waiting = case.reviews.iter().flat_map(|review| &review.events);
    let waiting = waiting.filter_map(|event| arrived.get(&event.provenance.submission).copied());
    let overruled = case.rulings.iter();
    let overruled = overruled.filter(|ruled| ruled.overruled_by.is_some());
    waiting.chain(overruled.map(|ruled| ruled.ruling)).min()
}
