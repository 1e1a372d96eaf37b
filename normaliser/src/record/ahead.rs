//! Work that is done ahead of whoever takes it, in a task of its own.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::thread::available_parallelism;

use caseway_store::StoreError;
use futures::TryStreamExt as _;
use futures::stream::try_unfold;
use tokio::sync::mpsc;
use tokio::task::{JoinError, JoinHandle, spawn_blocking};

/// At most so many pieces are made at once of those of another. More than four feed a database
/// no faster, and each is held in memory.
const AT_ONCE_MAX: usize = 4;

type Failure = Arc<StoreError>;

/// Pieces that a task makes, of which one waits while the next is made.
pub(super) struct Ahead<T> {
    pieces: mpsc::Receiver<T>,
    task: Option<JoinHandle<Result<(), Failure>>>,
}

impl<T: Send + 'static> Ahead<T> {
    /// What a task gives until it ends, or until nobody takes it any more. Must be called on a
    /// runtime.
    pub(super) fn of<F>(task: impl FnOnce(mpsc::Sender<T>) -> F) -> Self
    where
        F: Future<Output = Result<(), Failure>> + Send + 'static,
    {
        let (give, pieces) = mpsc::channel(1);
        Self {
            pieces,
            task: Some(tokio::spawn(task(give))),
        }
    }

    /// What is made of each of these pieces, in their order: of several at once, by computing
    /// without a pause on a thread of its own each.
    pub(super) fn each<U: Send + 'static>(
        self,
        make: impl Fn(T) -> Result<U, Failure> + Clone + Send + 'static,
    ) -> Ahead<U> {
        let at_once = available_parallelism().map_or(1, NonZeroUsize::get);
        let pieces = try_unfold(self, async |mut pieces| {
            Ok(pieces.next().await?.map(|piece| (piece, pieces)))
        });
        let begun = pieces.map_ok(move |piece| {
            let make = make.clone();
            let task = spawn_blocking(move || make(piece));
            async { task.await.map_err(crashed)? }
        });
        let mut results = Box::pin(begun.try_buffered(at_once.min(AT_ONCE_MAX)));
        Ahead::of(|give| async move {
            while let Some(result) = results.try_next().await? {
                if give.send(result).await.is_err() {
                    break;
                }
            }
            Ok(())
        })
    }

    /// The next piece; `None` when the task has ended.
    ///
    /// # Errors
    /// What the task ended with.
    pub(super) async fn next(&mut self) -> Result<Option<T>, Failure> {
        if let Some(piece) = self.pieces.recv().await {
            return Ok(Some(piece));
        }
        if let Some(task) = self.task.take() {
            task.await.map_err(crashed)??;
        }
        Ok(None)
    }
}

fn crashed(error: JoinError) -> Failure {
    Arc::new(StoreError::Refused {
        doing: "making the casebook again",
        source: error.into(),
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// So many numbers from 0, each as soon as it is asked for.
    fn numbers(count: u64) -> Ahead<u64> {
        Ahead::of(move |give| async move {
            for number in 0..count {
                if give.send(number).await.is_err() {
                    break;
                }
            }
            Ok(())
        })
    }

    fn refused() -> Failure {
        Arc::new(StoreError::Refused {
            doing: "testing",
            source: "the third".into(),
        })
    }

    #[tokio::test]
    async fn what_is_made_of_pieces_comes_in_their_order_though_the_later_are_made_sooner() {
        let mut made = numbers(20).each(|number| {
            let is_even = number % 2 == 0;
            std::thread::sleep(Duration::from_millis(if is_even { 5 } else { 0 }));
            Ok(number)
        });
        for number in 0..20 {
            assert_eq!(made.next().await.unwrap(), Some(number));
        }
        assert_eq!(made.next().await.unwrap(), None);
    }

    #[tokio::test]
    async fn what_comes_before_a_failure_is_given_and_nothing_after_it() {
        let mut made = numbers(20).each(|number| match number {
            2 => Err(refused()),
            number => Ok(number),
        });
        assert_eq!(made.next().await.unwrap(), Some(0));
        assert_eq!(made.next().await.unwrap(), Some(1));
        made.next().await.unwrap_err();
        assert_eq!(made.next().await.unwrap(), None);
    }
}
