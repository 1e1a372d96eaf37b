//! Rule: of a Report's versions only the newest counts, and none if it retracts.
//!
//! Newest is greatest by rank, then by Submission; a version that moved the Report to
//! another Person leaves nothing behind. Whom it is about is as registrars have ruled.

use std::collections::BTreeMap;

use caseway_proto::Person;
use caseway_store::Facts;

use super::rulings::Rulings;

/// The versions that count for a Person, in the order of sender and report.
pub(crate) fn counting<'f>(
    person: &Person,
    versions: &[&'f Facts],
    rulings: &Rulings,
) -> Vec<&'f Facts> {
    let mut newest: BTreeMap<(i64, &str), &Facts> = BTreeMap::new();
    for &version in versions {
        let report = (version.sender.0, version.report_key.as_str());
        let kept = newest.entry(report).or_insert(version);
        if age(kept) < age(version) {
            *kept = version;
        }
    }
    newest
        .into_values()
        .filter(|version| !version.retracts && rulings.person_of(version) == *person)
        .collect()
}

fn age(version: &Facts) -> impl Ord {
    (&version.rank, version.submission)
}
