//! The Cases that new facts may have changed: those of the Persons the facts are
//! about, and of every other Person that a version of the same Report was about.

use std::collections::{BTreeMap, BTreeSet};

use caseway_profiles::registry::Scopes;
use caseway_proto::{Person, SenderId};
use caseway_store::{CaseRecord, Facts};

use crate::{expect, link, route};

type Report<'f> = (SenderId, &'f str);

/// The Cases as they are to stand, from what was known and what is new.
pub(super) fn cases(
    known: &[Facts],
    new: &[Facts],
    touched: &BTreeSet<Person>,
    scopes: &Scopes,
) -> Vec<CaseRecord> {
    let mut versions: BTreeMap<Report<'_>, Vec<&Facts>> = BTreeMap::new();
    let mut reports: BTreeMap<Person, BTreeSet<Report<'_>>> = BTreeMap::new();
    for facts in known.iter().chain(new) {
        let report = report(facts);
        versions.entry(report).or_default().push(facts);
        reports.entry(facts.person).or_default().insert(report);
    }
    let moved = new.iter().filter_map(|facts| versions.get(&report(facts)));
    let affected: BTreeSet<Person> = moved
        .flatten()
        .map(|facts| facts.person)
        .chain(touched.iter().copied())
        .collect();
    affected
        .into_iter()
        .map(|person| {
            let own = reports.get(&person).into_iter().flatten();
            let facts = own.filter_map(|report| versions.get(report)).flatten();
            record(person, &facts.copied().collect::<Vec<_>>(), scopes)
        })
        .collect()
}

fn report(facts: &Facts) -> Report<'_> {
    (facts.sender, &facts.report_key)
}

fn record(person: Person, facts: &[&Facts], scopes: &Scopes) -> CaseRecord {
    let mut case = link::case(&person, facts);
    if let Some(case) = &mut case {
        route::route(case, scopes);
    }
    CaseRecord {
        person,
        case,
        expectations: expect::expectations(&person, facts, scopes),
    }
}
