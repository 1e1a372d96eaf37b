//! Lanes for what computes without a pause: a thread a processor in each, first come first
//! served.
//!
//! A check computes for a millisecond and more. On the threads that carry connections and
//! commits it would hold those up; all checks at once, each would take as long as all of
//! them. The lanes' threads stand a little behind the others in line for the processors: a
//! commit is a dozen short turns, and none of them should wait for a check to end its turn.

use std::num::NonZeroUsize;
use std::sync::Arc;

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};
use tokio::sync::oneshot;

use crate::beside::step_back;

/// Bodies above this many bytes go through the lane for large ones.
const SMALL_BYTES_MAX: usize = 256 << 10;
/// How far behind the connections and commits, in steps of nice(2).
const STEPS_BACK: i32 = 4;
/// What the checker's depth limits are made for.
const STACK_BYTES: usize = 2 << 20;

/// One lane for small bodies and one for large ones.
#[derive(Clone, Debug)]
pub(crate) struct Lanes {
    small: Lane,
    large: Lane,
}

impl Lanes {
    /// Lanes for the processors that are here.
    pub(crate) fn new() -> Result<Self, ThreadPoolBuildError> {
        Ok(Self {
            small: Lane::new("small")?,
            large: Lane::new("large")?,
        })
    }

    /// The lane of a body.
    pub(crate) fn of(&self, body_bytes: usize) -> &Lane {
        if body_bytes <= SMALL_BYTES_MAX {
            &self.small
        } else {
            &self.large
        }
    }
}

/// Threads that share a line of work.
#[derive(Clone, Debug)]
pub(crate) struct Lane(Arc<ThreadPool>);

impl Lane {
    fn new(name: &'static str) -> Result<Self, ThreadPoolBuildError> {
        let processors = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let pool = ThreadPoolBuilder::new()
            .num_threads(processors)
            .thread_name(move |index| format!("check-{name}-{index}"))
            .stack_size(STACK_BYTES)
            .start_handler(|_| step_back(STEPS_BACK))
            // The panic hook has logged it; who waits is told by [`Lane::run`].
            .panic_handler(|_| ())
            .build()?;
        Ok(Self(Arc::new(pool)))
    }

    /// Does some work in its turn; `None` when it panicked. Nothing is done for one who
    /// has gone away meanwhile.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let (answer, answered) = oneshot::channel();
        self.0.spawn_fifo(move || {
            if !answer.is_closed() {
                answer.send(work()).ok();
            }
        });
        answered.await.ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Lanes;

    #[tokio::test]
    async fn a_panic_is_told_to_who_waits_and_the_lane_goes_on() {
        let lanes = Lanes::new().unwrap();
        let lane = lanes.of(1);
        let crashed: Option<()> = lane.run(|| panic!("as the test wants it")).await;
        assert!(crashed.is_none());
        assert_eq!(lane.run(|| 7).await, Some(7));
    }
}
