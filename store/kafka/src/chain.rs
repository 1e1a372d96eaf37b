//! The chain of a partition's announcements, as whoever records it holds them.
//!
//! Each announcement says after which Position it comes. Whoever stands there or beyond misses
//! nothing by going on to it; whoever stands before does, and waits. So it does not matter in
//! which order announcements come, how often, or which of them are lost: what is recorded is
//! the chain. Pure: the same announcements and the same standing give the same page.

use std::collections::BTreeMap;

use caseway_proto::{Partition, Position, SubmissionId};

/// What stands at an announcement's Position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter {
    /// Nothing: a watermark.
    Nothing,
    /// A Report.
    Report(SubmissionId),
    /// What a person decided.
    Decided,
}

/// One announcement to a partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// How many partitions there are to it.
    pub of: u32,
    /// Where it leads.
    pub position: Position,
    /// The Position that it comes after: between the two the partition has nothing.
    pub after: Position,
    /// What stands there.
    pub matter: Matter,
}

/// The announcements of one partition that are not recorded yet.
#[derive(Clone, Debug, Default)]
pub struct Chain {
    links: BTreeMap<(u32, Position), Held>,
}

#[derive(Clone, Copy, Debug)]
struct Held {
    link: Link,
    offset: i64,
}

impl Chain {
    /// Holds an announcement that came at an offset; whether it was not held yet.
    ///
    /// Of two of the same Position the one that reaches back further is held: both are true.
    pub fn hold(&mut self, link: Link, offset: i64) -> bool {
        let new = Held { link, offset };
        let mut is_new = false;
        let held = self
            .links
            .entry((link.of, link.position))
            .or_insert_with(|| {
                is_new = true;
                new
            });
        if link.after < held.link.after {
            *held = Held {
                offset: held.offset,
                ..new
            };
        }
        is_new
    }

    /// Forgets what is recorded.
    pub fn forget(&mut self, recorded: Position) {
        self.links.retain(|(_, position), _| *position > recorded);
    }

    /// Forgets what reaches furthest.
    pub fn forget_last(&mut self) {
        self.links.pop_last();
    }

    /// What comes next for a partition that stands somewhere, with up to so many Entries;
    /// empty when what comes next is not there.
    #[must_use]
    pub fn next(&self, partition: Partition, standing: Position, most: usize) -> Vec<Link> {
        let beyond = (partition.of, Position(standing.0.saturating_add(1)));
        let last = (partition.of, Position(i64::MAX));
        let (mut next, mut at, mut entries) = (Vec::new(), standing, 0);
        for held in self.links.range(beyond..=last).map(|(_, held)| held) {
            if entries == most {
                break;
            }
            // What comes before it is missing, but a later one may reach over both: a relay
            // that has begun anew makes its watermarks elsewhere.
            if held.link.after > at {
                continue;
            }
            at = held.link.position;
            entries += usize::from(held.link.matter != Matter::Nothing);
            next.push(held.link);
        }
        next
    }

    /// How many are held.
    #[must_use]
    pub fn held(&self) -> usize {
        self.links.len()
    }

    /// Whether something is held that is of so many partitions.
    #[must_use]
    pub fn holds_of(&self, of: u32) -> bool {
        let all = (of, Position(i64::MIN))..=(of, Position(i64::MAX));
        self.links.range(all).next().is_some()
    }

    /// The offset of the first that is held.
    #[must_use]
    pub fn first_offset(&self) -> Option<i64> {
        self.links.values().map(|held| held.offset).min()
    }
}

#[cfg(test)]
mod tests {
    use caseway_proto::{Partition, Position, SubmissionId};

    use super::{Chain, Link, Matter};

    const HERE: Partition = Partition { number: 3, of: 12 };

    fn link(after: i64, position: i64) -> Link {
        Link {
            of: HERE.of,
            position: Position(position),
            after: Position(after),
            matter: Matter::Report(SubmissionId([1; 16])),
        }
    }

    fn watermark(after: i64, position: i64) -> Link {
        Link {
            matter: Matter::Nothing,
            ..link(after, position)
        }
    }

    fn chain(links: &[Link]) -> Chain {
        let mut chain = Chain::default();
        for (offset, link) in (0..).zip(links) {
            chain.hold(*link, offset);
        }
        chain
    }

    fn next(chain: &Chain, standing: i64) -> Vec<i64> {
        let next = chain.next(HERE, Position(standing), 64);
        next.iter().map(|link| link.position.0).collect()
    }

    #[test]
    fn announcements_are_taken_one_after_the_other() {
        let chain = chain(&[link(0, 2), link(2, 5), link(5, 9)]);
        assert_eq!(next(&chain, 0), [2, 5, 9]);
        assert_eq!(next(&chain, 5), [9]);
        assert!(next(&chain, 9).is_empty());
    }

    #[test]
    fn one_that_was_taken_is_not_taken_again() {
        let mut chain = chain(&[link(0, 2), link(2, 5)]);
        assert!(!chain.hold(link(0, 2), 7));
        chain.forget(Position(5));
        assert_eq!(chain.held(), 0);
        chain.hold(link(0, 2), 8);
        assert!(next(&chain, 5).is_empty());
    }

    #[test]
    fn what_comes_after_a_gap_waits_for_what_is_missing() {
        let mut chain = chain(&[link(0, 2), link(5, 9)]);
        assert_eq!(next(&chain, 0), [2]);
        assert!(next(&chain, 2).is_empty());
        chain.hold(link(2, 5), 9);
        assert_eq!(next(&chain, 2), [5, 9]);
    }

    #[test]
    fn a_relay_that_begins_anew_closes_a_gap() {
        let mut chain = chain(&[link(5, 9)]);
        assert!(next(&chain, 2).is_empty());
        chain.hold(link(2, 9), 4);
        assert_eq!(next(&chain, 2), [9], "it has looked: nothing is in between");
    }

    #[test]
    fn a_watermark_that_waits_for_what_was_lost_is_reached_over() {
        let mut chain = chain(&[watermark(4, 6), link(8, 9)]);
        assert!(next(&chain, 2).is_empty());
        chain.hold(link(2, 8), 7);
        assert_eq!(next(&chain, 2), [8, 9]);
    }

    #[test]
    fn whoever_stands_between_two_takes_the_second() {
        assert_eq!(next(&chain(&[link(2, 9)]), 7), [9]);
    }

    #[test]
    fn a_watermark_leads_on_without_an_entry() {
        let chain = chain(&[watermark(0, 7), link(7, 8), watermark(8, 20)]);
        assert_eq!(next(&chain, 0), [7, 8, 20]);
    }

    #[test]
    fn a_page_is_full_of_entries_and_not_of_watermarks() {
        let links = [watermark(0, 1), link(1, 2), watermark(2, 3), link(3, 4)];
        let page = chain(&links).next(HERE, Position(0), 1);
        assert_eq!(page.last().map(|link| link.position), Some(Position(2)));
    }

    #[test]
    fn what_is_of_another_number_of_partitions_is_another_chain() {
        let other = Link {
            of: 6,
            ..link(0, 2)
        };
        let chain = chain(&[other, link(0, 3)]);
        assert_eq!(next(&chain, 0), [3]);
        assert!(chain.holds_of(6) && !chain.holds_of(1));
    }

    #[test]
    fn the_hint_is_where_the_first_that_is_not_recorded_came() {
        let mut chain = chain(&[link(0, 2), link(2, 5)]);
        assert_eq!(chain.first_offset(), Some(0));
        chain.forget(Position(2));
        assert_eq!(chain.first_offset(), Some(1));
    }
}
