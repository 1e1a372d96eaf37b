//! A limit for calls that somebody waits for: a server that says nothing more is given up.
//!
//! The server itself ends a statement that takes too long; this is for a network that goes
//! dead without a word. What became of the call is not known then, as with any outage.

use std::time::Duration;

use caseway_store::StoreError;

/// How long a call may take: longer than the server lets a statement.
pub(crate) const CALL_MAX: Duration = Duration::from_secs(75);

/// Gives a call up that takes longer than it may.
pub(crate) async fn within<T>(
    most: Duration,
    doing: &'static str,
    call: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    match tokio::time::timeout(most, call).await {
        Ok(answer) => answer,
        Err(elapsed) => Err(StoreError::Unavailable {
            doing,
            source: elapsed.into(),
        }),
    }
}
