//! What can go wrong in a store, and what a caller may do about it.

use std::error::Error;

/// What a caller may do about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// The same call may succeed later: busy, full, out of reach.
    Retryable,
    /// The same call will never succeed.
    Permanent,
    /// What is kept contradicts itself: stop and look.
    Inconsistent,
}

/// What can go wrong in a store.
///
/// No variant carries a value of a report; table, column and row name the place.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The engine is busy, full or out of reach.
    #[error("the store cannot be used now: {doing}")]
    Unavailable {
        /// What was being done.
        doing: &'static str,
        /// Why.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The engine refused the call for good.
    #[error("the store refused: {doing}")]
    Refused {
        /// What was being done.
        doing: &'static str,
        /// Why.
        source: Box<dyn Error + Send + Sync>,
    },
    /// What is kept contradicts itself.
    #[error("the store contradicts itself: {table}.{column} of row {row}: {why}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row's key, never a clinical value.
        row: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Another recorder was quicker: the page was built on an older state.
    #[error("the casebook is in another state than the page was built on")]
    Overtaken,
    /// The key that opens a body was destroyed.
    #[error("the data key was erased")]
    Erased,
    /// The store is shutting down.
    #[error("the store is closed")]
    Closed,
}

impl StoreError {
    /// What a caller may do about it.
    #[must_use]
    pub const fn nature(&self) -> Nature {
        match self {
            Self::Unavailable { .. } | Self::Overtaken | Self::Closed => Nature::Retryable,
            Self::Refused { .. } | Self::Erased => Nature::Permanent,
            Self::Inconsistent { .. } => Nature::Inconsistent,
        }
    }
}
