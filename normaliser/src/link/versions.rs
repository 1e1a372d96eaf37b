//! Rule: of a Report's versions only the newest counts, and none if it retracts.
//!
//! Newest is greatest by rank, then by Submission; a version that moved the Report to
//! another Person leaves nothing behind. Whom it is about is as registrars have ruled.

use std::collections::BTreeMap;

use caseway_proto::Person;
use caseway_store::Facts;

use super::rulings::Rulings;
use crate::arrangement::Ready;

/// The versions that count for a Person, in the order of sender and report.
pub(crate) fn counting<'t, 'f>(
    person: &Person,
    versions: impl IntoIterator<Item = &'t Ready<'f>>,
    rulings: &Rulings,
) -> Vec<&'t Ready<'f>> {
    let mut newest: BTreeMap<(i64, &str), &Ready<'_>> = BTreeMap::new();
    for told in versions {
        let report = (told.facts.sender.0, told.facts.report_key.as_str());
        let kept = newest.entry(report).or_insert(told);
        if age(kept.facts) < age(told.facts) {
            *kept = told;
        }
    }
    let counts = |facts: &Facts| !facts.retracts && rulings.person_of(facts) == *person;
    let newest = newest.into_values();
    newest.filter(|told| counts(told.facts)).collect()
}

fn age(version: &Facts) -> impl Ord {
    (&version.rank, version.submission)
}
