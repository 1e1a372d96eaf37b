//! A Person's facts arranged into tumours: what linkage makes, and what consolidation, routing
//! and expecting read.

mod ordered;
mod ready;
mod source;
mod speaks;

use std::collections::{BTreeMap, BTreeSet};

use caseway_proto::{Position, Ruled};
use caseway_store::Facts;

pub(crate) use ordered::Ordered;
pub(crate) use ready::{Placed, Ready, ready};
pub(crate) use source::{Source, specimen_kind};
pub(crate) use speaks::{Chosen, Speaks};

/// Tumours in the order of their numbers, and what is undecided.
pub(crate) struct Arrangement<'f> {
    pub(crate) tumours: Vec<Group<'f>>,
    /// Facts that wait for a registrar, in their order.
    pub(crate) reviews: BTreeMap<Reason, Vec<Placed<'f>>>,
    /// What registrars have ruled about the Person.
    pub(crate) rulings: Vec<Ruled>,
}

/// The facts of one tumour.
pub(crate) struct Group<'f> {
    pub(crate) organ: String,
    /// What no other tumour of the Person is called.
    pub(crate) name: String,
    pub(crate) facts: Ordered<'f>,
    /// The versions that its facts stand in.
    pub(crate) versions: Vec<&'f Facts>,
    /// What speaks for it.
    pub(crate) speaks: Speaks<'f>,
    /// The rulings that shaped it.
    pub(crate) rulings: BTreeSet<Position>,
}

/// Why facts wait: a stable word and the sentence a registrar reads.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Reason {
    pub(crate) word: &'static str,
    pub(crate) sentence: String,
}
