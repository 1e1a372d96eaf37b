//! The Senders' accounts as the console shows them: of the last days, counted seldom.
//!
//! Counting takes time in proportion to what was received, and a page that fetches
//! itself every two seconds must not; so what was counted is shown for a while. The
//! account of any other period is in the Senders' reconciliation.

use std::sync::Arc;
use std::time::{Duration, Instant};

use caseway_store::{Desk, Period, SenderSeen, StoreError};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;

/// The account goes this many days back.
pub(crate) const DAYS: i64 = 30;
/// What was counted is shown for this long.
const KEPT: Duration = Duration::from_secs(5);

type Counted = Arc<Vec<SenderSeen>>;

/// Counts, and remembers for a while.
pub(crate) struct Accounts {
    desk: Arc<dyn Desk>,
    last: Mutex<Option<(Instant, Counted)>>,
}

impl Accounts {
    /// Nothing counted yet.
    pub(crate) fn new(desk: Arc<dyn Desk>) -> Self {
        Self {
            desk,
            last: Mutex::default(),
        }
    }

    /// Every Sender, by name, with its account. Callers that come together wait for
    /// one count.
    pub(crate) async fn senders(&self, now: Timestamp) -> Result<Counted, StoreError> {
        let mut last = self.last.lock().await;
        if let Some((counted_at, counted)) = &*last
            && counted_at.elapsed() < KEPT
        {
            return Ok(counted.clone());
        }
        let back = SignedDuration::from_hours(24 * DAYS);
        let period = Period {
            from: now.checked_sub(back).unwrap_or(Timestamp::MIN),
            until: Timestamp::MAX,
        };
        let counted = Arc::new(self.desk.senders(period).await?);
        *last = Some((Instant::now(), counted.clone()));
        Ok(counted)
    }
}
