//! Work that is done ahead of whoever takes it, in a task of its own.

use std::sync::Arc;

use caseway_store::StoreError;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

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

fn crashed(error: tokio::task::JoinError) -> Failure {
    Arc::new(StoreError::Refused {
        doing: "making the casebook again",
        source: error.into(),
    })
}
