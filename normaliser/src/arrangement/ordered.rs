//! The facts of a tumour, in their order.

use std::ops::RangeInclusive;
use std::slice::Iter;

use caseway_proto::Noun;

use super::Placed;

/// A fact and the rule that put it there.
type Because<'f> = (Placed<'f>, &'static str);

/// Facts in the order of the Person's, which is that of their nouns first.
pub(crate) struct Ordered<'f>(Vec<Because<'f>>);

impl<'f> Ordered<'f> {
    pub(crate) fn new(mut facts: Vec<Because<'f>>) -> Self {
        facts.sort_unstable_by_key(|(placed, because)| (placed.rank, *because));
        Self(facts)
    }

    pub(crate) fn iter(&self) -> Iter<'_, Because<'f>> {
        self.0.iter()
    }

    /// Those of some nouns that follow each other.
    pub(crate) fn of_nouns(&self, nouns: RangeInclusive<Noun>) -> impl Iterator<Item = Placed<'f>> {
        let (first, last) = nouns.into_inner();
        let noun = |(placed, _): &Because<'_>| placed.event.noun;
        let from = self.0.partition_point(|fact| noun(fact) < first);
        let to = self.0.partition_point(|fact| noun(fact) <= last);
        self.0[from..to].iter().map(|(placed, _)| *placed)
    }
}
