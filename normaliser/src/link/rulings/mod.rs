//! What registrars have ruled, sorted out: what stands, what is overruled, and what it
//! comes to.
//!
//! A ruling that a later one withdraws does not stand; nor does the withdrawal, where
//! that was withdrawn in its turn. Of what contradicts each other the later counts. All of
//! this follows from the rulings alone, whatever Reports are there: what is ruled about a
//! Report that is not there waits for it.

mod components;
mod moves;
mod part;
mod waived;

use std::collections::{BTreeMap, BTreeSet};

use caseway_proto::{Noun, Person, Position, RegistryId, Ruled, Waiver};
use caseway_store::{Facts, Part, Ruling, RulingEntry, Says};

use crate::arrangement::Placed;
use components::Components;
use moves::Moves;
use waived::Waived;

pub(super) use part::{number, tellings};

/// The rulings that stand, and what they come to.
#[derive(Default)]
pub(crate) struct Rulings {
    standing: Vec<RulingEntry>,
    components: Components,
    moves: Moves,
    waived: Waived,
    overruled: BTreeMap<Position, Position>,
}

impl Rulings {
    /// Sorts rulings out, in whatever order they are given; looks are none of them.
    pub(crate) fn new<'r>(rulings: impl IntoIterator<Item = &'r RulingEntry>) -> Self {
        let decided = rulings.into_iter().filter(|entry| entry.ruling.decides());
        let mut newest_first: Vec<_> = decided.cloned().collect();
        newest_first.sort_by_key(|entry| std::cmp::Reverse(entry.position));
        newest_first.dedup_by_key(|entry| entry.position);
        let mut withdrawn: BTreeMap<Position, Position> = BTreeMap::new();
        let mut waived = Waived::default();
        newest_first.retain(|entry| {
            let withdrawal = withdrawn.get(&entry.position).copied();
            waived.take(entry, withdrawal);
            if withdrawal.is_none() {
                withdrawn.extend(withdraws(&entry.ruling).map(|gone| (gone, entry.position)));
            }
            withdrawal.is_none()
        });
        let mut sorted = Self {
            waived,
            components: Components::of(newest_first.iter().flat_map(|entry| parts(&entry.ruling))),
            ..Self::default()
        };
        for entry in &newest_first {
            sorted.accept(entry);
        }
        newest_first.reverse();
        sorted.standing = newest_first;
        sorted
    }

    /// Takes a ruling for what no later one contradicts.
    fn accept(&mut self, entry: &RulingEntry) {
        for says in &entry.ruling.says {
            let accepted = match says {
                Says::Together(parts) => self.components.together(parts, entry.position),
                Says::Apart(one, other) => self.components.apart((one, other), entry.position),
                Says::Moved { from, report, to } => self
                    .moves
                    .accept((from, report.as_ref(), to), entry.position),
                Says::Waived { .. } | Says::Withdrawn(_) => Ok(()),
            };
            if let Err(by) = accepted {
                self.overruled.insert(entry.position, by);
            }
        }
    }

    /// Whom a version is about.
    pub(crate) fn person_of(&self, facts: &Facts) -> Person {
        let report = (facts.sender, facts.report_key.as_str());
        self.moves.follow(facts.person, report).0
    }

    /// The words by which something that follows from a Report is not owed, oldest first.
    pub(crate) fn waivers(&self, cause: &Facts, registry: &RegistryId, rule: &str) -> Vec<Waiver> {
        let report = (cause.sender, cause.report_key.as_str());
        self.waived.of(report, registry, rule)
    }

    /// What stands about a Person, or shaped a tumour of theirs, as the Case tells it.
    pub(super) fn about(&self, person: &Person, shaping: &BTreeSet<Position>) -> Vec<Ruled> {
        let standing = self.standing.iter();
        let about = standing.filter(|entry| {
            shaping.contains(&entry.position) || entry.ruling.persons().contains(person)
        });
        about.map(|entry| self.ruled(entry)).collect()
    }

    fn ruled(&self, entry: &RulingEntry) -> Ruled {
        let RulingEntry {
            position,
            at,
            ruling,
        } = entry;
        Ruled {
            ruling: *position,
            verb: ruling.verb.as_str().to_owned(),
            reason: ruling.reason.clone(),
            registrar: ruling.registrar.clone(),
            at: *at,
            undoes: withdraws(ruling).next(),
            overruled_by: self.overruled.get(position).copied(),
        }
    }

    /// Whether nothing is ruled about tumours.
    pub(super) fn is_silent(&self) -> bool {
        self.components.is_empty()
    }

    /// What is ruled to be of one tumour with a fact, by a number that all of it shares.
    pub(super) fn component(&self, placed: &Placed<'_>) -> Option<usize> {
        if self.is_silent() {
            return None;
        }
        self.components.find(part::of(placed))
    }

    /// Whether a registrar has said what belongs to one tumour with a component.
    pub(super) fn is_together(&self, component: usize) -> bool {
        self.components.is_together(component)
    }

    /// The component of a fact that goes where the others of it go; a death goes everywhere.
    pub(super) fn bound(&self, placed: &Placed<'_>) -> Option<usize> {
        let component = self.component(placed)?;
        let goes_along = self.is_together(component) && placed.event.noun != Noun::Death;
        goes_along.then_some(component)
    }

    /// Whether two components belong to different tumours.
    pub(super) fn are_apart(&self, one: usize, other: usize) -> bool {
        self.components.are_apart(one, other).is_some()
    }

    /// Whether two facts belong to different tumours.
    pub(super) fn keep_apart(&self, one: &Placed<'_>, other: &Placed<'_>) -> bool {
        let components = || Some((self.component(one)?, self.component(other)?));
        components().is_some_and(|(one, other)| self.are_apart(one, other))
    }

    /// The rulings that name a fact, or by which its Report is about the Person it is
    /// told of here.
    pub(super) fn naming(&self, placed: &Placed<'_>) -> BTreeSet<Position> {
        if self.standing.is_empty() {
            return BTreeSet::new();
        }
        let (report, tumour) = part::of(placed);
        let named = |part: &Part| {
            (part.sender, part.report_key.as_str()) == report
                && part.tumour.is_none_or(|number| number == tumour)
        };
        let naming = self.standing.iter();
        let naming = naming.filter(|entry| parts(&entry.ruling).any(named));
        let moving = self.moves.follow(placed.facts.person, report).1;
        naming.map(|entry| entry.position).chain(moving).collect()
    }
}

/// Whether the ruling at a Position stands, of all that are known of its Persons.
#[must_use]
pub fn stands(position: Position, rulings: &[RulingEntry]) -> bool {
    let sorted = Rulings::new(rulings);
    let mut standing = sorted.standing.iter();
    standing.any(|entry| entry.position == position)
}

/// The parts that a ruling about tumours names.
fn parts(ruling: &Ruling) -> impl Iterator<Item = &Part> {
    ruling.says.iter().flat_map(|says| match says {
        Says::Together(parts) => parts.iter().collect(),
        Says::Apart(one, other) => vec![one, other],
        Says::Moved { .. } | Says::Waived { .. } | Says::Withdrawn(_) => Vec::new(),
    })
}

fn withdraws(ruling: &Ruling) -> impl Iterator<Item = Position> {
    ruling.says.iter().filter_map(|says| match says {
        Says::Withdrawn(position) => Some(*position),
        _ => None,
    })
}
