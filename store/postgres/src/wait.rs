//! Waiting for entries: the server tells, at the commit, that there are some.
//!
//! What is told while nobody listens is lost, so whoever waits listens first and looks then,
//! and looks again when the connection was lost in between or nothing was told for a while.

use std::time::Duration;

use caseway_proto::Position;
use caseway_store::{JournalEngine as _, StoreError};
use sqlx::postgres::PgListener;

use crate::Postgres;
use crate::error::Doing as _;

const WAITING: &str = "waiting for entries";

/// The channel that `journal.tell` tells on.
const CHANNEL: &str = "caseway_entries";

/// How long nothing may be told before whoever waits looks all the same.
const SILENCE_MAX: Duration = Duration::from_secs(30);

/// Waits until there is an Entry after a Position, and gives the newest one's.
///
/// Keeps one of the few connections that the Feed reads with while it waits: for one that
/// waits in a process.
pub(crate) async fn wait_for_entry(
    postgres: &Postgres,
    after: Position,
) -> Result<Position, StoreError> {
    let listening = PgListener::connect_with(&postgres.normaliser).await;
    let mut listener = listening.doing(WAITING)?;
    listener.listen(CHANNEL).await.doing(WAITING)?;
    loop {
        let head = postgres.head().await?;
        if head > after {
            return Ok(head);
        }
        let told = tokio::time::timeout(SILENCE_MAX, listener.try_recv()).await;
        told.ok().transpose().doing(WAITING)?;
    }
}
