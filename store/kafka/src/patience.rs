//! When to announce again: the Feed stands still although it was told of more.
//!
//! Whatever Kafka lost is there again then. Each time that it does not help, the next wait is
//! twice as long: it may be that nobody normalises.

use std::time::{Duration, Instant};

use caseway_proto::Position;

/// The first wait.
const WAIT_MIN: Duration = Duration::from_secs(30);
/// The longest wait.
const WAIT_MAX: Duration = Duration::from_mins(10);

/// How long a Feed that stands still is waited for.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    stood: Position,
    since: Instant,
    wait: Duration,
}

impl Patience {
    /// Begins with where the Feed stands.
    #[must_use]
    pub const fn new(standing: Position, now: Instant) -> Self {
        Self {
            stood: standing,
            since: now,
            wait: WAIT_MIN,
        }
    }

    /// Whether it is time to announce again, given where the Feed stands and up to where it
    /// was told of the Journal.
    pub fn ends(&mut self, standing: Position, told: Position, now: Instant) -> bool {
        if standing != self.stood {
            *self = Self::new(standing, now);
            return false;
        }
        if standing >= told {
            self.since = now;
            return false;
        }
        let ends = now.duration_since(self.since) >= self.wait;
        if ends {
            self.since = now;
            self.wait = (self.wait * 2).min(WAIT_MAX);
        }
        ends
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use caseway_proto::Position;

    use super::Patience;

    /// The seconds, of the first hour, at which patience ends with a Feed that stands still.
    fn ends(told: i64) -> Vec<u64> {
        let start = Instant::now();
        let mut patience = Patience::new(Position(5), start);
        let at = |second| start + Duration::from_secs(second);
        let seconds = 0..3_600;
        seconds
            .filter(|second| patience.ends(Position(5), Position(told), at(*second)))
            .collect()
    }

    #[test]
    fn a_feed_that_stands_still_is_told_again_more_and_more_seldom() {
        assert_eq!(ends(9), [30, 90, 210, 450, 930, 1_530, 2_130, 2_730, 3_330]);
    }

    #[test]
    fn a_feed_that_was_told_of_nothing_more_is_left_alone() {
        assert!(ends(5).is_empty());
    }

    #[test]
    fn a_feed_that_moves_is_waited_for_anew() {
        let start = Instant::now();
        let at = |second| start + Duration::from_secs(second);
        let mut patience = Patience::new(Position(5), start);
        assert!(patience.ends(Position(5), Position(9), at(30)));
        assert!(!patience.ends(Position(6), Position(9), at(80)));
        assert!(!patience.ends(Position(6), Position(9), at(109)));
        assert!(patience.ends(Position(6), Position(9), at(110)));
    }
}
