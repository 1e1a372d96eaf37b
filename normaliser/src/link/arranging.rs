//! Facts as linkage moves them about, before they are an [`Arrangement`].

use std::collections::{BTreeMap, BTreeSet};

use caseway_proto::{Person, Position, Ruled};

use super::rulings::Rulings;
use crate::arrangement::{Arrangement, Group, Ordered, Placed, Reason};
use crate::consolidate;

/// The facts of one tumour so far, each with the rule that put it there.
pub(super) struct Gathering<'f> {
    pub(super) organ: String,
    /// What tells it from others of its organ; empty where there is no other.
    pub(super) mark: String,
    pub(super) events: Vec<(Placed<'f>, &'static str)>,
    /// The rulings that shaped it.
    rulings: BTreeSet<Position>,
}

impl<'f> Gathering<'f> {
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
        }
    }

    /// What no other tumour of the Person is called.
    pub(super) fn name(&self) -> String {
        called(&self.organ, &self.mark)
    }

    /// Whether a fact is ruled not to belong to it.
    pub(super) fn forbids(&self, placed: &Placed<'_>, rulings: &Rulings) -> bool {
        let mut others = self.events.iter();
        others.any(|(other, _)| rulings.keep_apart(placed, other))
    }

    /// With all its facts.
    fn complete(self) -> Group<'f> {
        let name = self.name();
        let facts = Ordered::new(self.events);
        let mut versions: Vec<_> = facts.iter().map(|(placed, _)| placed.facts).collect();
        versions.sort_unstable_by_key(|facts| facts.submission);
        versions.dedup_by_key(|facts| facts.submission);
        Group {
            organ: self.organ,
            name,
            speaks: consolidate::speaks(&facts),
            facts,
            versions,
            rulings: self.rulings,
        }
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

/// The facts that share an organ, by organ.
pub(super) type Organs<'f> = BTreeMap<&'f str, Vec<Placed<'f>>>;

/// Tumours so far, and what waits.
#[derive(Default)]
pub(super) struct Arranging<'f> {
    pub(super) tumours: Vec<Gathering<'f>>,
    pub(super) reviews: BTreeMap<Reason, Vec<Placed<'f>>>,
    /// What registrars have ruled about the Person.
    pub(super) rulings: Vec<Ruled>,
    /// Facts that wait because several tumours agree with them, and what those are called.
    pub(super) between: Vec<(Placed<'f>, BTreeSet<String>)>,
    /// Organs that are set aside whole, with their reason.
    pub(super) contested: BTreeMap<String, Reason>,
}

impl<'f> Arranging<'f> {
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

    /// With nothing left to place: tumours in the order of their numbers, and facts in that of
    /// the Person's.
    pub(super) fn finish(mut self) -> Arrangement<'f> {
        let tumours = self.tumours.into_iter();
        let mut tumours: Vec<Group<'_>> = tumours.map(Gathering::complete).collect();
        tumours.sort_by_cached_key(|tumour| (tumour.speaks.date(), tumour.name.clone()));
        for events in self.reviews.values_mut() {
            events.sort_unstable_by_key(|placed| placed.rank);
        }
        Arrangement {
            tumours,
            reviews: self.reviews,
            rulings: self.rulings,
        }
    }
}
