//! The loop over what a Feed gives: partitions are recorded beside each other, each by a task.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;

use caseway_profiles::Catalogue;
use caseway_store::{Casebook, Feed, Journal, StoreError, Vault};
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};

use super::partition::keep;

/// What the loop works on.
#[derive(Clone)]
pub struct Parts {
    /// Where Entries come from.
    pub journal: Journal,
    /// What opens their bodies.
    pub vault: Vault,
    /// What reads them.
    pub catalogue: Arc<Catalogue>,
    /// Where facts and Cases go.
    pub casebook: Arc<dyn Casebook>,
}

type Ended = Result<(), Arc<StoreError>>;

/// Records what a Feed gives, until `stop` resolves.
///
/// Pages under way are finished first. A failure that may pass is waited out, longer each
/// time.
///
/// # Errors
/// When the store refuses for good or contradicts itself.
pub async fn run(parts: Parts, mut feed: Box<dyn Feed>, stop: impl Future<Output = ()>) -> Ended {
    let mut stop = pin!(stop);
    let (stopping, stopped) = watch::channel(false);
    let mut partitions = JoinSet::new();
    let ended = loop {
        tokio::select! {
            biased;
            () = &mut stop => break Ok(()),
            Some(ended) = partitions.join_next() => if let Err(error) = kept(ended) {
                break Err(error);
            },
            inlet = feed.inlet() => match inlet {
                Ok(inlet) => {
                    partitions.spawn(keep(parts.clone(), inlet, stopped.clone()));
                }
                Err(error) => break Err(error),
            },
        }
    };
    stopping.send_replace(true);
    let mut ended = ended;
    while let Some(next) = partitions.join_next().await {
        ended = ended.and(kept(next));
    }
    ended
}

/// A panic here is a fault of this program outside of what reads a report; nothing was
/// recorded.
fn kept(ended: Result<Ended, JoinError>) -> Ended {
    ended.unwrap_or_else(|error| {
        Err(Arc::new(StoreError::Refused {
            doing: "recording a partition",
            source: error.into(),
        }))
    })
}
