//! What a page rests on: whom it was made knowing, and how much was known of them.
//!
//! A correction or a ruling moves a Report from one Person to another, whose partitions may
//! differ. Then two pages that are made beside each other rest on what the other writes.
//! Facts and rulings are only ever added, so it is enough to count them again when the page
//! is recorded, while nobody else may record what rests on the same.

use std::collections::BTreeSet;

use caseway_proto::{Digest, Person, SenderId};

use crate::Known;

/// A Report's identifier within its Sender.
pub type ReportKey = (SenderId, String);

/// Whom a page was made knowing, and how much was known of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grounds {
    /// Everybody who was asked for.
    pub persons: Vec<Person>,
    /// Every Report that was asked for.
    pub reports: Vec<ReportKey>,
    /// How many facts were known.
    pub facts: u64,
    /// How many rulings were known.
    pub rulings: u64,
    /// What is locked while the page is recorded, in the order in which everybody locks.
    pub locks: Vec<i64>,
}

impl Grounds {
    /// The grounds of a page for which some Persons and Reports were asked for, and what was
    /// told of them.
    ///
    /// A Report of which a version is known needs no lock of its own: whoever asks for it has
    /// asked for the version's Person too.
    #[must_use]
    pub fn new(persons: &BTreeSet<Person>, reports: &BTreeSet<ReportKey>, known: &Known) -> Self {
        let told: BTreeSet<(SenderId, &str)> = known
            .facts
            .iter()
            .map(|facts| (facts.sender, facts.report_key.as_str()))
            .collect();
        let new = reports.iter().filter(|(sender, key)| {
            let report = (*sender, key.as_str());
            !told.contains(&report)
        });
        let of_persons = persons.iter().map(|person| lock(&[b"person", &person.0]));
        let of_reports = new.map(|(sender, key)| {
            let sender = sender.0.to_be_bytes();
            lock(&[b"report", &sender, key.as_bytes()])
        });
        let locks: BTreeSet<i64> = of_persons.chain(of_reports).collect();
        Self {
            persons: persons.iter().copied().collect(),
            reports: reports.iter().cloned().collect(),
            facts: known.facts.len() as u64,
            rulings: known.rulings.len() as u64,
            locks: locks.into_iter().collect(),
        }
    }
}

/// What something is called where it is locked.
fn lock(parts: &[&[u8]]) -> i64 {
    let digest = Digest::of_parts(parts).0;
    digest
        .first_chunk()
        .map_or(0, |first| i64::from_be_bytes(*first))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use caseway_proto::{Person, SenderId};

    use super::Grounds;
    use crate::Known;

    fn grounds(persons: &[u8], reports: &[&str]) -> Grounds {
        let persons: BTreeSet<Person> = persons.iter().map(|n| Person([*n; 33])).collect();
        let reports: BTreeSet<_> = reports
            .iter()
            .map(|key| (SenderId(1), (*key).to_owned()))
            .collect();
        Grounds::new(&persons, &reports, &Known::default())
    }

    #[test]
    fn whoever_rests_on_the_same_locks_the_same_in_the_same_order() {
        let (one, other) = (grounds(&[1, 2], &["a"]), grounds(&[2, 3], &["a", "b"]));
        let shared = |of: &Grounds, with: &Grounds| -> Vec<i64> {
            let shared = of.locks.iter().filter(|lock| with.locks.contains(lock));
            shared.copied().collect()
        };
        assert_eq!(shared(&one, &other).len(), 2, "a person and a report");
        assert_eq!(shared(&one, &other), shared(&other, &one));
        assert!(one.locks.is_sorted() && other.locks.is_sorted());
    }

    #[test]
    fn whoever_rests_on_nothing_in_common_locks_nothing_in_common() {
        let (one, other) = (grounds(&[1], &["a"]), grounds(&[2], &["b"]));
        assert!(one.locks.iter().all(|lock| !other.locks.contains(lock)));
    }
}
