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
}

/// Room for some bytes; given back when dropped.
#[derive(Debug)]
pub(crate) struct Room(
    #[expect(dead_code, reason = "held, and given back when dropped")] OwnedSemaphorePermit,
);

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

    /// Room for a body of this many bytes.
    pub(crate) fn room(&self, body_bytes: usize) -> Result<Room, TurnedAway> {
        let blocks = body_bytes.div_ceil(BLOCK_BYTES).clamp(1, self.blocks);
        let blocks = u32::try_from(blocks).map_err(|_| TurnedAway::Overload)?;
        let bytes = self.bytes.clone();
        bytes
            .try_acquire_many_owned(blocks)
            .map(Room)
            .map_err(|_| TurnedAway::Overload)
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
        assert_eq!(turnstile.room(8 << 20).err(), Some(TurnedAway::Overload));
        drop(room);
        assert!(turnstile.room(8 << 20).is_ok());
    }
}
