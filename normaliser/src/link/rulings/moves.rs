//! Whom Reports are about, as ruled: one Report of a Person, or all that is told of one,
//! belongs to another.
//!
//! A move may lead on to a further one. Rulings come in newest first; one that contradicts
//! a later one, or would lead back to where it started, is overruled.

use std::collections::{BTreeMap, BTreeSet};

use caseway_proto::{Person, Position, SenderId};

type Report<'r> = (SenderId, &'r str);

/// Where Reports are moved to, and by which ruling.
#[derive(Default)]
pub(super) struct Moves {
    reports: BTreeMap<(Person, SenderId, String), (Person, Position)>,
    persons: BTreeMap<Person, (Person, Position)>,
}

impl Moves {
    /// Takes a move, unless a later ruling contradicts it: then by which.
    pub(super) fn accept(
        &mut self,
        (from, report, to): (&Person, Option<&(SenderId, String)>, &Person),
        by: Position,
    ) -> Result<(), Position> {
        let named = report.map(|(sender, key)| (*sender, key.as_str()));
        let later = match named {
            Some(report) => self.of_report(*from, report),
            None => self.persons.get(from).copied(),
        };
        if let Some((_, later)) = later {
            return Err(later);
        }
        let (path, rulings) = self.path(*to, named);
        if path.contains(from) {
            return Err(rulings.last().copied().unwrap_or(by));
        }
        match report {
            Some((sender, key)) => {
                let report = (*from, *sender, key.clone());
                self.reports.insert(report, (*to, by));
            }
            None => {
                self.persons.insert(*from, (*to, by));
            }
        }
        Ok(())
    }

    /// Whom a Report that is told of a Person is about, and by which rulings.
    pub(super) fn follow(&self, person: Person, report: Report<'_>) -> (Person, Vec<Position>) {
        if self.reports.is_empty() && self.persons.is_empty() {
            return (person, Vec::new());
        }
        let (path, rulings) = self.path(person, Some(report));
        (path.last().copied().unwrap_or(person), rulings)
    }

    /// The Persons that a Report passes through, the first included, each once.
    fn path(&self, person: Person, report: Option<Report<'_>>) -> (Vec<Person>, Vec<Position>) {
        let (mut path, mut rulings) = (vec![person], Vec::new());
        let mut seen = BTreeSet::from([person]);
        let mut at = person;
        while let Some((to, by)) = self.step(at, report)
            && seen.insert(to)
        {
            path.push(to);
            rulings.push(by);
            at = to;
        }
        (path, rulings)
    }

    fn step(&self, person: Person, report: Option<Report<'_>>) -> Option<(Person, Position)> {
        report
            .and_then(|report| self.of_report(person, report))
            .or_else(|| self.persons.get(&person).copied())
    }

    fn of_report(&self, person: Person, (sender, key): Report<'_>) -> Option<(Person, Position)> {
        if self.reports.is_empty() {
            return None;
        }
        self.reports.get(&(person, sender, key.to_owned())).copied()
    }
}
