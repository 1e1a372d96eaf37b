//! Terminology: which codes a code system has, and which of them are in a value set.
//!
//! Code systems and value sets are read when they are first asked for and then only
//! looked up. What rests on something that is not loaded is undecidable, with the
//! reason; systems too large to load are decided by their grammar as far as that goes.
//! Relies on value sets that were verified when they were installed.

mod algebra;
mod code_system;
mod concepts;
mod display;
mod expand;
mod filter;
mod grammar;
mod include;
mod membership;
mod value_set;
mod verify;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use serde_json::Value;

pub(crate) use code_system::CodeSystem;
pub(crate) use membership::{Coded, Membership};
pub(crate) use value_set::ValueSet;
pub(crate) use verify::verify;

use crate::definitions::{Definitions, bare};

/// Why something cannot be told: the middle of a sentence.
pub(crate) type Reason = Arc<str>;

/// All code systems and value sets, made when they are asked for.
#[derive(Debug)]
pub(crate) struct Terms {
    systems: HashMap<Box<str>, OnceLock<Option<Arc<CodeSystem>>>>,
    supplements: OnceLock<Vec<Arc<Value>>>,
    sets: RwLock<HashMap<Box<str>, Arc<ValueSet>>>,
}

impl Terms {
    /// A place for each code system that is defined or known by its grammar.
    pub(crate) fn new(definitions: &Definitions) -> Self {
        let defined = definitions.code_systems().map(Box::from);
        let known = grammar::systems().map(Box::from);
        Self {
            systems: defined
                .chain(known)
                .map(|url| (url, OnceLock::new()))
                .collect(),
            supplements: OnceLock::new(),
            sets: RwLock::default(),
        }
    }

    /// The code system of that URL; nothing when nobody here knows it.
    pub(crate) fn system(&self, definitions: &Definitions, url: &str) -> Option<&Arc<CodeSystem>> {
        let make = || {
            let Some(definition) = definitions.code_system(url) else {
                return CodeSystem::by_grammar(url).map(Arc::new);
            };
            let adding = self.supplements.get_or_init(|| definitions.supplements());
            let adds = |each: &&Value| each["supplements"].as_str().map(bare) == Some(url);
            let adding: Vec<&Value> = adding.iter().map(|each| &**each).filter(adds).collect();
            Some(Arc::new(CodeSystem::of(&definition, &adding)))
        };
        self.systems.get(url)?.get_or_init(make).as_ref()
    }

    /// The value set of that URL; what nobody defines is open.
    pub(crate) fn set(&self, definitions: &Definitions, url: &str) -> Arc<ValueSet> {
        self.set_within(definitions, bare(url), &[])
    }

    /// The same, needed while the sets of `trail` are expanded.
    fn set_within(&self, definitions: &Definitions, url: &str, trail: &[&str]) -> Arc<ValueSet> {
        let sets = self.sets.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(set) = sets.get(url) {
            return set.clone();
        }
        drop(sets);
        let set = Arc::new(expand::expand(self, definitions, url, trail));
        let mut sets = self.sets.write().unwrap_or_else(PoisonError::into_inner);
        sets.insert(url.into(), set.clone());
        set
    }
}
