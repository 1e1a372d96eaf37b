//! When a commit last failed, until one writes something again, for who asks whether anything is
//! kept.

use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::{Nature, StoreError};

/// When a commit last failed, through no fault of what was in it; nothing once something was
/// written again. Clones tell the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Failures(watch::Sender<Option<Instant>>);

impl Failures {
    /// Notes what a commit came to. One that had nothing to write says nothing of a disk that is
    /// full.
    pub(crate) fn note<T>(
        &self,
        committed: &Result<T, StoreError>,
        has_written: impl FnOnce(&T) -> bool,
    ) {
        match committed {
            Ok(done) if has_written(done) => {
                self.0.send_replace(None);
            }
            Err(error) if error.nature() == Nature::Retryable => {
                self.0.send_replace(Some(Instant::now()));
            }
            Ok(_) | Err(_) => (),
        }
    }

    /// Whether one failed no longer ago than this, and nothing was written since.
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
        note(&failures, &Err(StoreError::Erased));
        assert!(!failures.within(SPAN));
        note(&failures, &Err(full()));
        assert!(failures.clone().within(SPAN));
        std::thread::sleep(Duration::from_millis(2));
        assert!(!failures.within(Duration::from_millis(1)));
    }

    #[test]
    fn what_is_written_after_it_ends_a_failure_and_what_had_nothing_to_write_does_not() {
        let failures = Failures::default();
        note(&failures, &Err(full()));
        note(&failures, &Ok(0));
        assert!(failures.within(SPAN));
        note(&failures, &Ok(1));
        assert!(!failures.within(SPAN));
    }

    /// A commit that wrote so many rows, or failed.
    fn note(failures: &Failures, committed: &Result<u32, StoreError>) {
        failures.note(committed, |rows| *rows > 0);
    }

    fn full() -> StoreError {
        StoreError::Unavailable {
            doing: "keeping",
            source: "no space left".into(),
        }
    }
}
