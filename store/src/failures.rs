//! When a commit last failed, for who asks whether anything is kept.

use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::{Nature, StoreError};

/// When a commit last failed, through no fault of what was in it; clones tell the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Failures(watch::Sender<Option<Instant>>);

impl Failures {
    /// Notes what a commit came to.
    pub(crate) fn note<T>(&self, committed: &Result<T, StoreError>) {
        let failed = committed.as_ref().err();
        if failed.is_some_and(|error| error.nature() == Nature::Retryable) {
            self.0.send_replace(Some(Instant::now()));
        }
    }

    /// Whether one failed no longer ago than this.
    pub(crate) fn within(&self, span: Duration) -> bool {
        let failed = *self.0.borrow();
        failed.is_some_and(|at| at.elapsed() <= span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPAN: Duration = Duration::from_hours(1);

    #[test]
    fn what_may_pass_is_noted_and_what_will_not_is_not() {
        let failures = Failures::default();
        failures.note(&Ok(()));
        failures.note::<()>(&Err(StoreError::Erased));
        assert!(!failures.within(SPAN));
        let full = StoreError::Unavailable {
            doing: "keeping",
            source: "no space left".into(),
        };
        failures.note::<()>(&Err(full));
        assert!(failures.clone().within(SPAN));
        std::thread::sleep(Duration::from_millis(2));
        assert!(!failures.within(Duration::from_millis(1)));
    }
}
