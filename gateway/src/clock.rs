//! The only place where the time of day is read.
//!
//! Everything else is given a [`Clock`], so that tests can say what time it is.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Tells what time it is.
#[derive(Clone)]
pub(crate) struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// The machine's clock.
    pub(crate) fn system() -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "the one reading of the machine's clock"
        )]
        Self(Arc::new(Timestamp::now))
    }

    /// What time it is.
    pub(crate) fn now(&self) -> Timestamp {
        (self.0)()
    }

    /// What day it is, in UTC.
    pub(crate) fn today(&self) -> Date {
        TimeZone::UTC.to_datetime(self.now()).date()
    }
}
