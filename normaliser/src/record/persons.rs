//! The Cases that a page may have changed: those of the Persons its facts are about, of
//! every other Person that a version of the same Report was about, and of those that a
//! ruling binds to them.

use std::collections::{BTreeMap, BTreeSet};

use caseway_profiles::registry::Scopes;
use caseway_proto::{Case, Person, Position, SenderId, SubmissionId};
use caseway_store::{CaseRecord, Facts, Known, Page, RulingEntry};

use crate::arrangement::ready;
use crate::history::{History, history};
use crate::link::Rulings;
use crate::{link, route};

type Report<'f> = (SenderId, &'f str);

/// The Cases as they are to stand, from what was known and what is new.
pub(super) fn cases(
    known: &Known,
    new: &Page,
    touched: &BTreeSet<Person>,
    scopes: &Scopes,
) -> Vec<CaseRecord> {
    let ruled = new.rulings.iter().filter(|entry| entry.ruling.decides());
    let ruled = ruled.flat_map(|entry| entry.ruling.persons());
    let touched = touched.iter().copied().chain(ruled);
    Everything::of(
        known.facts.iter().chain(&new.facts),
        known.rulings.iter().chain(&new.rulings),
    )
    .linked(new.facts.iter(), touched, scopes)
}

/// The Cases of some Persons, and of everybody bound to them, from what is known.
pub(super) fn all_cases(
    known: &Known,
    persons: &BTreeSet<Person>,
    scopes: &Scopes,
) -> Vec<CaseRecord> {
    let own = known.facts.iter();
    let own = own.filter(|facts| persons.contains(&facts.person));
    Everything::of(known.facts.iter(), known.rulings.iter()).linked(
        own,
        persons.iter().copied(),
        scopes,
    )
}

/// All facts and rulings that Cases are linked from.
struct Everything<'f> {
    all_rulings: Vec<&'f RulingEntry>,
    rulings: Rulings,
    versions: BTreeMap<Report<'f>, Vec<&'f Facts>>,
    reports: BTreeMap<Person, BTreeSet<Report<'f>>>,
}

impl<'f> Everything<'f> {
    fn of(
        facts: impl Iterator<Item = &'f Facts>,
        rulings: impl Iterator<Item = &'f RulingEntry>,
    ) -> Self {
        let all_rulings: Vec<&RulingEntry> = rulings.collect();
        let rulings = Rulings::new(all_rulings.iter().copied());
        let mut versions: BTreeMap<Report<'_>, Vec<&Facts>> = BTreeMap::new();
        let mut reports: BTreeMap<Person, BTreeSet<Report<'_>>> = BTreeMap::new();
        for facts in facts {
            let report = report(facts);
            versions.entry(report).or_default().push(facts);
            for person in [facts.person, rulings.person_of(facts)] {
                reports.entry(person).or_default().insert(report);
            }
        }
        Self {
            all_rulings,
            rulings,
            versions,
            reports,
        }
    }

    /// The Cases of some Persons, of whoever a version of one of some Reports was about, and of
    /// whoever a ruling binds to those.
    fn linked(
        &self,
        of_reports: impl Iterator<Item = &'f Facts>,
        persons: impl Iterator<Item = Person>,
        scopes: &Scopes,
    ) -> Vec<CaseRecord> {
        let moved = of_reports.filter_map(|facts| self.versions.get(&report(facts)));
        let mut affected: BTreeSet<Person> = moved.flatten().map(|facts| facts.person).collect();
        affected.extend(persons);
        bind(&mut affected, &self.all_rulings);
        let records = affected.into_iter();
        records.map(|person| self.record(person, scopes)).collect()
    }

    fn record(&self, person: Person, scopes: &Scopes) -> CaseRecord {
        let own = self.reports.get(&person).into_iter().flatten();
        let facts = own.filter_map(|report| self.versions.get(report)).flatten();
        let facts: Vec<&Facts> = facts.copied().collect();
        record(person, (&facts, &self.rulings), scopes)
    }
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
    let versions = ready(facts.iter().copied());
    let counting = link::counting(&person, &versions, rulings);
    let arranged = link::arrangement(&person, &counting, rulings);
    let mut case = link::case(&person, &counting, &arranged);
    if let Some(case) = &mut case {
        route::route(case, scopes);
    }
    let History {
        expectations,
        reroutings,
    } = history(&person, (&versions, rulings), &arranged, scopes);
    CaseRecord {
        person,
        undecided_since: case.as_ref().and_then(|case| undecided(case, facts)),
        case,
        expectations,
        reroutings,
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
