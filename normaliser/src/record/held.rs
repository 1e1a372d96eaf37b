//! What is held back, by Person.

use std::collections::BTreeMap;

use caseway_proto::{Person, Position};
use caseway_store::{Held, OutcomeKind};

/// The Entries that are held back.
#[derive(Default)]
pub(super) struct HeldBack(BTreeMap<Person, BTreeMap<Position, OutcomeKind>>);

impl HeldBack {
    pub(super) fn new(held: &[Held]) -> Self {
        let mut all = Self::default();
        for one in held {
            all.hold(one.person, one.position, one.kind);
        }
        all
    }

    /// Whether anything about a Person is held back.
    pub(super) fn holds(&self, person: &Person) -> bool {
        self.0.contains_key(person)
    }

    /// Holds an Entry back.
    pub(super) fn hold(&mut self, person: Person, position: Position, kind: OutcomeKind) {
        self.0.entry(person).or_default().insert(position, kind);
    }

    /// The Person that a quarantined Entry is about.
    pub(super) fn quarantined(&self, position: Position) -> Option<Person> {
        self.0
            .iter()
            .find(|(_, held)| held.get(&position) == Some(&OutcomeKind::Quarantined))
            .map(|(person, _)| *person)
    }

    /// Sets an Entry free.
    pub(super) fn free(&mut self, person: Person, position: Position) {
        if let Some(held) = self.0.get_mut(&person) {
            held.remove(&position);
            if held.is_empty() {
                self.0.remove(&person);
            }
        }
    }

    /// The oldest Entry of a Person, if it only waits.
    pub(super) fn next(&self, person: &Person) -> Option<Position> {
        let (position, kind) = self.0.get(person)?.first_key_value()?;
        (*kind == OutcomeKind::Waiting).then_some(*position)
    }
}
