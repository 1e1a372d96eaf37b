//! How much may be on its way at once: a quota for each Sender, and bytes for all.
//!
//! A Sender over its quota is told 429; when the bytes of all Senders together are
//! used up it is 503. Both say when to come back. Nothing that was turned away here
//! was received: it is in no account.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use caseway_proto::SenderId;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::config;

/// Why a Submission was turned away before it was received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TurnedAway {
    /// The Sender's quota is used up.
    Quota(Duration),
    /// Too much is on its way from everyone together.
    Overload,
}

impl TurnedAway {
    /// After how many seconds to come back.
    pub(crate) fn retry_seconds(self) -> u64 {
        match self {
            Self::Quota(wait) => wait.as_secs() + 1,
            Self::Overload => 1,
        }
    }

    /// A word for the metrics.
    pub(crate) const fn why(self) -> &'static str {
        match self {
            Self::Quota(_) => "quota",
            Self::Overload => "overload",
        }
    }

    /// What the Sender is told.
    pub(crate) fn message(self) -> String {
        let seconds = self.retry_seconds();
        let what = match self {
            Self::Quota(_) => "You have sent more than your quota allows",
            Self::Overload => "There is more on its way than can be taken now",
        };
        format!("{what}. Nothing was kept: send it again after {seconds} seconds.")
    }
}

/// Room for some bytes; given back when dropped.
#[derive(Debug)]
pub(crate) struct Room {
    held: OwnedSemaphorePermit,
    blocks_max: usize,
}

impl Room {
    /// Makes the room large enough for this many bytes; it never becomes smaller, and
    /// one that has all there is need not grow.
    pub(crate) fn grow(&mut self, bytes: usize) -> Result<(), TurnedAway> {
        let wanted = bytes.div_ceil(BLOCK_BYTES).min(self.blocks_max);
        let more = wanted.saturating_sub(self.held.num_permits());
        if more == 0 {
            return Ok(());
        }
        let semaphore = self.held.semaphore().clone();
        self.held.merge(take(semaphore, more)?);
        Ok(())
    }
}

fn take(semaphore: Arc<Semaphore>, blocks: usize) -> Result<OwnedSemaphorePermit, TurnedAway> {
    let blocks = u32::try_from(blocks).map_err(|_| TurnedAway::Overload)?;
    semaphore
        .try_acquire_many_owned(blocks)
        .map_err(|_| TurnedAway::Overload)
}

/// Bytes are counted in blocks of this size, so that the semaphore's count fits.
const BLOCK_BYTES: usize = 1024;

/// Keeps quotas and counts bytes.
#[derive(Clone)]
pub(crate) struct Turnstile {
    quotas: Arc<DefaultKeyedRateLimiter<SenderId>>,
    bytes: Arc<Semaphore>,
    blocks: usize,
}

impl Turnstile {
    /// A turnstile with the configured limits.
    pub(crate) fn new(limits: &config::Intake) -> Self {
        let one = NonZeroU32::MIN;
        let rate = NonZeroU32::new(limits.submissions_per_minute).unwrap_or(one);
        let burst = NonZeroU32::new(limits.submissions_burst).unwrap_or(one);
        let blocks = limits.bodies_bytes_max / BLOCK_BYTES;
        Self {
            quotas: Arc::new(RateLimiter::keyed(
                Quota::per_minute(rate).allow_burst(burst),
            )),
            bytes: Arc::new(Semaphore::new(blocks)),
            blocks,
        }
    }

    /// Counts one Submission against a Sender's quota.
    pub(crate) fn count(&self, sender: SenderId) -> Result<(), TurnedAway> {
        self.quotas
            .check_key(&sender)
            .map_err(|until| TurnedAway::Quota(until.wait_time_from(DefaultClock::default().now())))
    }

    /// How many bytes have room now.
    pub(crate) fn held_bytes(&self) -> usize {
        (self.blocks - self.bytes.available_permits()) * BLOCK_BYTES
    }

    /// Room for this many bytes.
    pub(crate) fn room(&self, bytes: usize) -> Result<Room, TurnedAway> {
        let mut room = Room {
            held: take(self.bytes.clone(), 1)?,
            blocks_max: self.blocks,
        };
        room.grow(bytes)?;
        Ok(room)
    }
}

#[cfg(test)]
mod tests {
    use caseway_proto::SenderId;

    use super::{TurnedAway, Turnstile};
    use crate::config;

    #[test]
    fn a_sender_over_its_quota_is_turned_away_and_another_is_not() {
        let limits = config::Intake {
            submissions_burst: 2,
            submissions_per_minute: 1,
            ..Default::default()
        };
        let turnstile = Turnstile::new(&limits);
        assert!(turnstile.count(SenderId(1)).is_ok());
        assert!(turnstile.count(SenderId(1)).is_ok());
        assert!(matches!(
            turnstile.count(SenderId(1)),
            Err(TurnedAway::Quota(_))
        ));
        assert!(turnstile.count(SenderId(2)).is_ok());
    }

    #[test]
    fn room_is_given_back() {
        let limits = config::Intake {
            bodies_bytes_max: 10 << 20,
            ..Default::default()
        };
        let turnstile = Turnstile::new(&limits);
        let room = turnstile.room(8 << 20);
        assert!(room.is_ok());
        assert_eq!(turnstile.held_bytes(), 8 << 20);
        assert_eq!(turnstile.room(8 << 20).err(), Some(TurnedAway::Overload));
        drop(room);
        assert_eq!(turnstile.held_bytes(), 0);
        assert!(turnstile.room(8 << 20).is_ok());
    }

    #[test]
    fn room_grows_as_far_as_there_is_some() {
        let limits = config::Intake {
            bodies_bytes_max: 10 << 20,
            ..Default::default()
        };
        let turnstile = Turnstile::new(&limits);
        let (mut one, mut other) = (turnstile.room(0).unwrap(), turnstile.room(4 << 20).unwrap());
        assert!(one.grow(5 << 20).is_ok());
        assert_eq!(other.grow(6 << 20), Err(TurnedAway::Overload));
        drop(one);
        assert!(other.grow(20 << 20).is_ok());
        assert!(other.grow(0).is_ok());
        assert_eq!(turnstile.room(0).err(), Some(TurnedAway::Overload));
    }
}
