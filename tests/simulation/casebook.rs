//! The Journal and the Casebook: what is recorded, in one transaction a page.

use std::collections::{BTreeMap, BTreeSet};

use caseway_proto::{Partition, Person, Position};

use crate::{Rule, Violation};

/// A version of a Report. The latest version of all is the one that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fact {
    pub(crate) position: Position,
    pub(crate) person: Person,
    pub(crate) report: u8,
}

/// The Reports that count for a Person, each with its version.
type Case = BTreeMap<u8, Position>;

/// Whom a page was made knowing, and how much was known of them.
#[derive(Clone, Debug)]
struct Grounds {
    persons: BTreeSet<Person>,
    reports: BTreeSet<u8>,
    facts: usize,
}

/// What a consumer makes and the Casebook takes or refuses.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    partition: Partition,
    from: Position,
    pub(crate) to: Position,
    entries: Vec<Fact>,
    grounds: Grounds,
    cases: BTreeMap<Person, Case>,
}

/// What came of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Recorded {
    Yes,
    Overtaken,
}

#[derive(Debug)]
pub(crate) struct Casebook {
    pub(crate) standing: Vec<Position>,
    facts: Vec<Fact>,
    cases: BTreeMap<Person, Case>,
}

impl Casebook {
    pub(crate) fn new(partitions: u32) -> Self {
        Self {
            standing: vec![Position(0); partitions as usize],
            facts: Vec::new(),
            cases: BTreeMap::new(),
        }
    }

    pub(crate) fn partitions(&self) -> u32 {
        u32::try_from(self.standing.len()).unwrap_or(u32::MAX)
    }

    /// Where the Feed stands.
    pub(crate) fn position(&self) -> Position {
        self.standing.iter().copied().min().unwrap_or_default()
    }

    /// Divides the Feed anew, where all of it stands at one Position.
    pub(crate) fn divide(&mut self, partitions: u32, off: Option<Rule>) {
        let position = self.position();
        let together = self.standing.iter().all(|each| *each == position);
        if together || off == Some(Rule::DividedAtOnePosition) {
            self.standing = vec![position; partitions as usize];
        }
    }

    /// Makes a page of what was announced, knowing what is known now.
    pub(crate) fn make(
        &self,
        (partition, from): (Partition, Position),
        to: Position,
        entries: Vec<Fact>,
    ) -> Page {
        let (mut persons, mut reports) = (BTreeSet::new(), BTreeSet::new());
        for entry in &entries {
            persons.insert(entry.person);
            reports.insert(entry.report);
        }
        let known = loop {
            let known = self.known(&persons, &reports);
            let asked = (persons.len(), reports.len());
            persons.extend(known.iter().map(|fact| fact.person));
            reports.extend(known.iter().map(|fact| fact.report));
            if asked == (persons.len(), reports.len()) {
                break known;
            }
        };
        let facts = known.len();
        let all: Vec<Fact> = known.into_iter().chain(entries.iter().copied()).collect();
        let cases = persons.iter().map(|person| (*person, case(*person, &all)));
        Page {
            partition,
            from,
            to,
            cases: cases.collect(),
            entries,
            grounds: Grounds {
                persons,
                reports,
                facts,
            },
        }
    }

    /// The facts of some Persons, and of every Person that a version of some Reports is of.
    fn known(&self, persons: &BTreeSet<Person>, reports: &BTreeSet<u8>) -> Vec<Fact> {
        let of_reports = self
            .facts
            .iter()
            .filter(|fact| reports.contains(&fact.report));
        let wanted: BTreeSet<Person> = of_reports.map(|fact| fact.person).collect();
        let all = self.facts.iter();
        all.filter(|fact| persons.contains(&fact.person) || wanted.contains(&fact.person))
            .copied()
            .collect()
    }

    /// Records a page, or refuses it.
    pub(crate) fn record(&mut self, page: &Page, off: Option<Rule>) -> Result<Recorded, Violation> {
        let number = page.partition.number as usize;
        let stands =
            self.partitions() == page.partition.of && self.standing.get(number) == Some(&page.from);
        if !stands && off != Some(Rule::CompareAndSet) {
            return Ok(Recorded::Overtaken);
        }
        let known = self.known(&page.grounds.persons, &page.grounds.reports);
        if known.len() != page.grounds.facts && off != Some(Rule::Grounds) {
            return Ok(Recorded::Overtaken);
        }
        for entry in &page.entries {
            if self
                .facts
                .iter()
                .any(|fact| fact.position == entry.position)
            {
                return Err(Violation::Doubled);
            }
            let later =
                |fact: &&Fact| fact.person == entry.person && fact.position > entry.position;
            if self.facts.iter().any(|fact| later(&fact)) {
                return Err(Violation::OutOfOrder);
            }
        }
        self.facts.extend(&page.entries);
        self.cases.extend(page.cases.clone());
        if let Some(standing) = self.standing.get_mut(number) {
            *standing = page.to;
        }
        Ok(Recorded::Yes)
    }

    /// Holds the Casebook against the Journal.
    pub(crate) fn audit(&self, journal: &[Fact]) -> Result<(), Violation> {
        if journal.iter().any(|entry| !self.facts.contains(entry)) {
            return Err(Violation::Lost);
        }
        let as_it_is = |person: &Person| self.cases.get(person) == Some(&case(*person, journal));
        let persons: BTreeSet<Person> = journal.iter().map(|fact| fact.person).collect();
        if persons.iter().all(as_it_is) {
            Ok(())
        } else {
            Err(Violation::Ignorant)
        }
    }
}

/// What facts come to for a Person.
fn case(person: Person, facts: &[Fact]) -> Case {
    let mut latest: BTreeMap<u8, Fact> = BTreeMap::new();
    for fact in facts {
        let held = latest.entry(fact.report).or_insert(*fact);
        if fact.position > held.position {
            *held = *fact;
        }
    }
    let own = latest.into_iter().filter(|(_, fact)| fact.person == person);
    own.map(|(report, fact)| (report, fact.position)).collect()
}
