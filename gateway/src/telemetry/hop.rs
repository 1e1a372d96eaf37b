//! The hops at the door: how long each takes, and what is in it now.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A hop that a Submission passes before its Sender has an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hop {
    /// Checking against the profile.
    Check,
    /// Finding the Person and sealing the body.
    Seal,
    /// Waiting for a commit of the Journal, and the commit.
    Append,
}

/// When each Submission in a hop came into it; the number tells two of one moment apart.
type Inside = Mutex<BTreeSet<(Instant, u64)>>;

static INSIDE: [Inside; 3] = [const { Mutex::new(BTreeSet::new()) }; 3];
static NEXT: AtomicU64 = AtomicU64::new(0);

impl Hop {
    /// The word that metrics and the console use.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Seal => "seal",
            Self::Append => "append",
        }
    }

    /// A Submission comes into the hop.
    pub(crate) fn enter(self) -> Passing {
        let since = (Instant::now(), NEXT.fetch_add(1, Ordering::Relaxed));
        self.inside().insert(since);
        Passing { hop: self, since }
    }

    /// How many are in the hop, and how long the oldest has been.
    pub(crate) fn backlog(self) -> (usize, Option<Duration>) {
        let inside = self.inside();
        let oldest = inside.first().map(|(since, _)| since.elapsed());
        (inside.len(), oldest)
    }

    fn inside(self) -> MutexGuard<'static, BTreeSet<(Instant, u64)>> {
        // An insertion and a removal each leave the set whole.
        let inside = &INSIDE[self as usize];
        inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A Submission in a hop; leaves it when dropped.
#[must_use = "it has left the hop as soon as this is dropped"]
pub(crate) struct Passing {
    hop: Hop,
    since: (Instant, u64),
}

impl Passing {
    /// It is through: counted and timed. One that is dropped without this failed.
    pub(crate) fn passed(self) {
        let hop = self.hop.as_str();
        metrics::counter!("caseway_hop_entries_total", "hop" => hop).increment(1);
        metrics::histogram!("caseway_hop_duration_seconds", "hop" => hop)
            .record(self.since.0.elapsed());
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        self.hop.inside().remove(&self.since);
    }
}

#[cfg(test)]
mod tests {
    use super::Hop;

    #[test]
    fn what_came_into_a_hop_is_in_it_until_it_is_through_or_has_failed() {
        let (first, second) = (Hop::Seal.enter(), Hop::Seal.enter());
        let waited = first.since.0.elapsed();
        let (entries, oldest) = Hop::Seal.backlog();
        assert_eq!(entries, 2);
        assert!(oldest >= Some(waited));
        first.passed();
        drop(second);
        assert_eq!(Hop::Seal.backlog(), (0, None));
    }
}
