//! Draws from a seed: one stream of numbers for each thing that is made.

use caseway_proto::Digest;
use jiff::ToSpan as _;
use jiff::civil::Date;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// A stream of draws.
pub(super) struct Draw(ChaCha8Rng);

impl Draw {
    /// The stream of the thing that the parts name.
    pub(super) fn of(seed: u64, parts: &[&str]) -> Self {
        let seed = seed.to_be_bytes();
        let mut named: Vec<&[u8]> = vec![&seed];
        named.extend(parts.iter().map(|part| part.as_bytes()));
        Self(ChaCha8Rng::from_seed(Digest::of_parts(&named).0))
    }

    /// A number from `least` to `most`, both included.
    pub(super) fn number(&mut self, least: i64, most: i64) -> i64 {
        self.0.random_range(least..=most.max(least))
    }

    /// True so many times in a hundred.
    pub(super) fn chance(&mut self, percent: i64) -> bool {
        self.number(1, 100) <= percent
    }

    /// One of the items; none of none.
    pub(super) fn one<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let last = i64::try_from(items.len()).ok()?.checked_sub(1)?;
        let index = usize::try_from(self.number(0, last.max(0))).ok()?;
        items.get(index)
    }

    /// A day from `first` to `last`, both included.
    pub(super) fn day(&mut self, first: Date, last: Date) -> Date {
        let days = (last - first).get_days();
        let later = self.number(0, i64::from(days.max(0)));
        later_by(first, later)
    }
}

/// The day so many days after another; the same where the calendar ends.
pub(super) fn later_by(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).unwrap_or(day)
}
