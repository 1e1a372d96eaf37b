//! What is ruled to belong together and apart: a union of sets, with pairs of them that
//! must stay two.
//!
//! Rulings come in newest first. What would join two sets that are apart, or part what
//! is one set, is overruled by what has come in before it.

use std::collections::BTreeMap;

use caseway_proto::{Position, SenderId};
use caseway_store::Part;

use super::part::Named;

type Report = (SenderId, String);

/// Sets of parts.
#[derive(Default)]
pub(super) struct Components {
    /// The set that each part began as: the whole Report under `None`.
    index: BTreeMap<Report, BTreeMap<Option<u32>, usize>>,
    sets: Vec<Set>,
    apart: Vec<(usize, usize, Position)>,
}

struct Set {
    /// The set that it went up into; itself while it stands.
    parent: usize,
    /// The ruling that last made it what it is.
    made_by: Option<Position>,
    together: bool,
}

impl Components {
    /// Every part that is named, each for itself.
    pub(super) fn of<'p>(parts: impl IntoIterator<Item = &'p Part>) -> Self {
        let mut all = Self::default();
        for part in parts {
            let report = (part.sender, part.report_key.clone());
            let next = all.sets.len();
            let numbers = all.index.entry(report).or_default();
            if *numbers.entry(part.tumour).or_insert(next) == next {
                all.sets.push(Set {
                    parent: next,
                    made_by: None,
                    together: false,
                });
            }
        }
        all
    }

    /// Joins parts, unless two of them are apart: then by which ruling.
    pub(super) fn together(&mut self, parts: &[Part], by: Position) -> Result<(), Position> {
        let sets: Vec<usize> = parts.iter().flat_map(|part| self.sets_of(part)).collect();
        let pairs = sets.iter().enumerate();
        let mut pairs = pairs.flat_map(|(at, one)| sets[..at].iter().map(move |two| (*one, *two)));
        if let Some(by) = pairs.find_map(|(one, other)| self.are_apart(one, other)) {
            return Err(by);
        }
        let Some(&first) = sets.first() else {
            return Ok(());
        };
        for set in sets {
            self.join(first, set);
        }
        let root = self.root(first);
        self.sets[root].made_by = Some(by);
        self.sets[root].together = true;
        Ok(())
    }

    /// Keeps two parts apart, unless they are one: then by which ruling.
    pub(super) fn apart(
        &mut self,
        (one, other): (&Part, &Part),
        by: Position,
    ) -> Result<(), Position> {
        let others = self.sets_of(other);
        let pairs = self.sets_of(one).into_iter();
        let pairs: Vec<_> = pairs
            .flat_map(|one| others.iter().map(move |&other| (one, other)))
            .collect();
        let mut joined = pairs.iter().filter(|(one, other)| one == other);
        if let Some(&(set, _)) = joined.next() {
            return Err(self.sets[set].made_by.unwrap_or(by));
        }
        let pairs = pairs.into_iter().map(|(one, other)| (one, other, by));
        self.apart.extend(pairs);
        Ok(())
    }

    /// The set of a fact; its whole Report's where its tumour is not named by itself.
    pub(super) fn find(&self, ((sender, report_key), tumour): Named<'_>) -> Option<usize> {
        let numbers = self.index.get(&(sender, report_key.to_owned()))?;
        let part = numbers.get(&Some(tumour)).or_else(|| numbers.get(&None))?;
        Some(self.root(*part))
    }

    /// The ruling that keeps two sets apart.
    pub(super) fn are_apart(&self, one: usize, other: usize) -> Option<Position> {
        let (one, other) = (self.root(one), self.root(other));
        let mut apart = self.apart.iter();
        apart
            .find(|(left, right, _)| {
                let pair = (self.root(*left), self.root(*right));
                pair == (one, other) || pair == (other, one)
            })
            .map(|(.., by)| *by)
    }

    pub(super) fn is_together(&self, set: usize) -> bool {
        self.sets[self.root(set)].together
    }

    pub(super) fn is_empty(&self) -> bool {
        self.sets.is_empty()
    }

    /// The sets that a part stands in; a whole Report stands in those of each of its
    /// tumours that are named.
    fn sets_of(&self, part: &Part) -> Vec<usize> {
        let numbers = self.index.get(&(part.sender, part.report_key.clone()));
        let numbers = numbers.into_iter().flatten();
        let meant = numbers.filter(|(number, _)| part.tumour.is_none() || **number == part.tumour);
        meant.map(|(_, set)| self.root(*set)).collect()
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        let together = self.sets[one].together || self.sets[other].together;
        self.sets[other].parent = one;
        self.sets[one].together = together;
    }

    fn root(&self, mut set: usize) -> usize {
        while self.sets[set].parent != set {
            set = self.sets[set].parent;
        }
        set
    }
}
