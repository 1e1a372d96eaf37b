//! Value sets: which codes are in, which are not, and which cannot be told here.
//!
//! A set is expanded once, when it is first asked for. Relies on code systems that
//! are loaded whole; what rests on others is undecidable and said to be. Leaves out
//! displays and designations.

mod expand;
mod grammar;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use crate::definitions::{Definitions, bare};

/// The system of units.
const UCUM: &str = "http://unitsofmeasure.org";

/// Whether a code is in a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Membership {
    /// It is.
    Member,
    /// It is not.
    NotMember,
    /// That cannot be told here.
    Undecidable,
}

/// Which codes of one system are in a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Codes {
    /// These and no others.
    Listed(HashSet<Box<str>>),
    /// These, and perhaps others.
    Open(HashSet<Box<str>>),
}

/// An expanded value set.
#[derive(Clone, Debug, Default)]
pub(crate) struct ValueSet {
    pub(super) systems: HashMap<Box<str>, Codes>,
    /// Something it includes is not known here at all.
    pub(super) open: bool,
}

impl ValueSet {
    /// Whether the code of that system is in the set; without a system, whether any
    /// system of the set has it.
    pub(crate) fn contains(&self, system: Option<&str>, code: &str) -> Membership {
        let found = match system {
            Some(system) => match self.systems.get(system) {
                Some(codes) => within(system, codes, code),
                None => Membership::NotMember,
            },
            None => self.contains_anywhere(code),
        };
        match found {
            Membership::NotMember if self.open => Membership::Undecidable,
            found => found,
        }
    }

    fn contains_anywhere(&self, code: &str) -> Membership {
        let mut best = Membership::NotMember;
        for (system, codes) in &self.systems {
            match within(system, codes, code) {
                Membership::Member => return Membership::Member,
                Membership::Undecidable => best = Membership::Undecidable,
                Membership::NotMember => {}
            }
        }
        best
    }

    /// Whether all its codes are units.
    pub(crate) fn is_of_units(&self) -> bool {
        !self.open && !self.systems.is_empty() && self.systems.keys().all(|each| &**each == UCUM)
    }

    /// Whether all its codes are known, and are no more than that.
    pub(crate) fn has_at_most(&self, most: usize) -> bool {
        let count = |codes: &Codes| match codes {
            Codes::Listed(codes) => codes.len(),
            Codes::Open(_) => usize::MAX / 2,
        };
        !self.open
            && self
                .systems
                .values()
                .map(count)
                .fold(0, usize::saturating_add)
                <= most
    }
}

fn within(system: &str, codes: &Codes, code: &str) -> Membership {
    match codes {
        Codes::Listed(codes) if codes.contains(code) => Membership::Member,
        Codes::Listed(_) => Membership::NotMember,
        Codes::Open(codes) if codes.contains(code) => Membership::Member,
        Codes::Open(_) => grammar::decide(system, code).unwrap_or(Membership::Undecidable),
    }
}

/// All value sets, expanded when they are asked for.
#[derive(Debug, Default)]
pub(crate) struct ValueSets {
    sets: Mutex<HashMap<Box<str>, Arc<ValueSet>>>,
}

impl ValueSets {
    /// The set of that URL; what nobody defines is open.
    pub(crate) fn get(&self, definitions: &Definitions, url: &str) -> Arc<ValueSet> {
        let url = bare(url);
        let mut sets = self.sets.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(set) = sets.get(url) {
            return set.clone();
        }
        let set = Arc::new(expand::expand(definitions, url));
        sets.insert(url.into(), set.clone());
        set
    }
}
