//! Facts as linkage moves them about, before a Case is made of them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::Arc;

use caseway_proto::{CaseEvent, Noun, Person, Position, Ruled};
use caseway_store::Facts;

use super::rulings::Rulings;
use crate::consolidate::{Source, Speaks};

/// A fact and the version it stands in.
#[derive(Clone, Copy)]
pub(crate) struct Placed<'f> {
    pub(crate) facts: &'f Facts,
    pub(crate) event: &'f Arc<CaseEvent>,
    /// The organ that it tells of.
    pub(crate) organ: Option<&'f str>,
    /// The group of its histology.
    pub(crate) histology: Option<u8>,
    /// How near its report stood to the tumour.
    pub(crate) source: Source,
    /// Where it stands among the Person's facts.
    pub(crate) rank: usize,
}

/// The facts of one tumour, each with the rule that put it there.
pub(crate) struct Group<'f> {
    pub(crate) organ: String,
    /// What tells it from others of its organ; empty where there is no other.
    pub(crate) mark: String,
    pub(crate) events: Vec<(Placed<'f>, &'static str)>,
    /// The rulings that shaped it.
    pub(crate) rulings: BTreeSet<Position>,
    /// The versions that its facts stand in, once the facts are in their order.
    pub(crate) versions: Vec<&'f Facts>,
    /// What speaks for it, once the facts are in their order.
    pub(crate) speaks: Speaks<'f>,
}

impl<'f> Group<'f> {
    /// A tumour of facts that a rule has put together.
    pub(super) fn of(
        organ: String,
        mark: String,
        events: &[Placed<'f>],
        because: &'static str,
    ) -> Self {
        let events = events.iter().map(|placed| (*placed, because)).collect();
        Self {
            organ,
            mark,
            events,
            rulings: BTreeSet::new(),
            versions: Vec::new(),
            speaks: Speaks::default(),
        }
    }

    /// Its facts of some nouns that follow each other, once they are in their order.
    pub(crate) fn of_nouns(&self, nouns: RangeInclusive<Noun>) -> impl Iterator<Item = Placed<'f>> {
        debug_assert!(
            self.events
                .is_sorted_by_key(|(placed, _)| placed.event.noun)
        );
        let (first, last) = nouns.into_inner();
        let noun = |(placed, _): &(Placed<'_>, &str)| placed.event.noun;
        let from = self.events.partition_point(|fact| noun(fact) < first);
        let to = self.events.partition_point(|fact| noun(fact) <= last);
        self.events[from..to].iter().map(|(placed, _)| *placed)
    }

    /// What no other tumour of the Person is called.
    pub(crate) fn name(&self) -> String {
        called(&self.organ, &self.mark)
    }
}

/// What a tumour of an organ with a mark is called.
pub(super) fn called(organ: &str, mark: &str) -> String {
    if mark.is_empty() {
        organ.to_owned()
    } else {
        format!("{organ}, {mark}")
    }
}

/// Why facts wait: a stable word and the sentence a registrar reads.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Reason {
    pub(crate) word: &'static str,
    pub(crate) sentence: String,
}

/// The facts that share an organ, by organ.
pub(super) type Organs<'f> = BTreeMap<&'f str, Vec<Placed<'f>>>;

/// Tumours in their order, and what is undecided.
#[derive(Default)]
pub(crate) struct Arrangement<'f> {
    pub(crate) tumours: Vec<Group<'f>>,
    pub(crate) reviews: BTreeMap<Reason, Vec<Placed<'f>>>,
    /// What registrars have ruled about the Person.
    pub(crate) rulings: Vec<Ruled>,
    /// Facts that wait because several tumours agree with them, and what those are called.
    pub(super) between: Vec<(Placed<'f>, BTreeSet<String>)>,
    /// Organs that are set aside whole, with their reason.
    pub(super) contested: BTreeMap<String, Reason>,
}

impl<'f> Arrangement<'f> {
    /// Leaves facts to the registrar.
    pub(super) fn review(&mut self, reason: Reason, events: Vec<Placed<'f>>) {
        self.reviews.entry(reason).or_default().extend(events);
    }

    /// Leaves facts to the registrar, where there are some.
    pub(super) fn review_some(&mut self, reason: Reason, events: Vec<Placed<'f>>) {
        if !events.is_empty() {
            self.review(reason, events);
        }
    }

    /// Forgets reasons for which nothing waits any more, and that organs were set aside
    /// for them.
    pub(super) fn forget_empty_reviews(&mut self) {
        self.reviews.retain(|_, events| !events.is_empty());
        let reviews = &self.reviews;
        self.contested
            .retain(|_, reason| reviews.contains_key(reason));
    }

    /// Sets a whole organ aside.
    pub(super) fn contest(&mut self, organ: String, reason: Reason, events: Vec<Placed<'f>>) {
        self.contested.insert(organ, reason.clone());
        self.review(reason, events);
    }

    /// Notes which rulings shaped each tumour, and those that are about the Person.
    pub(super) fn sign(&mut self, person: &Person, rulings: &Rulings) {
        let mut shaping = BTreeSet::new();
        for tumour in &mut self.tumours {
            let facts = tumour.events.iter();
            tumour.rulings = facts
                .flat_map(|(placed, _)| rulings.naming(placed))
                .collect();
            shaping.extend(&tumour.rulings);
        }
        self.rulings = rulings.about(person, &shaping);
    }

    /// Puts tumours in the order of their numbers and facts in that of the Person's.
    pub(super) fn finish(mut self) -> Self {
        for tumour in &mut self.tumours {
            let facts = &mut tumour.events;
            facts.sort_unstable_by_key(|(placed, because)| (placed.rank, *because));
            let versions = facts.iter().map(|(placed, _)| placed.facts);
            tumour.versions = versions.collect();
            tumour
                .versions
                .sort_unstable_by_key(|facts| facts.submission);
            tumour.versions.dedup_by_key(|facts| facts.submission);
            tumour.speaks = Speaks::of(tumour);
        }
        self.tumours
            .sort_by_cached_key(|tumour| (tumour.speaks.date(), tumour.name()));
        for events in self.reviews.values_mut() {
            events.sort_unstable_by_key(|placed| placed.rank);
        }
        self
    }
}
