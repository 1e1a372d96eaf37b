//! What can go wrong between Kafka and the store, and what passes.

use std::sync::Arc;

use caseway_store::{Nature, StoreError};
use rdkafka::error::KafkaError;
use rdkafka::types::RDKafkaErrorCode;

/// What ends a round of the relay.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    /// Kafka did not do what it was to do.
    #[error("kafka: {doing}: {source}")]
    Kafka {
        /// What was being done.
        doing: &'static str,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The store did not.
    #[error("{0}")]
    Store(Arc<StoreError>),
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(Arc::new(error))
    }
}

impl Fault {
    /// A broker refused something.
    pub(crate) fn refused(doing: &'static str, code: RDKafkaErrorCode) -> Self {
        Self::Kafka {
            doing,
            source: code.into(),
        }
    }

    /// The store's error, where waiting does not help.
    pub(crate) fn lasting(self) -> Option<Arc<StoreError>> {
        match self {
            Self::Store(error) if error.nature() != Nature::Retryable => Some(error),
            _ => None,
        }
    }
}

/// Says what was being done when Kafka failed.
pub(crate) trait Doing<T> {
    /// The same result with a fault.
    fn doing(self, doing: &'static str) -> Result<T, Fault>;
}

impl<T> Doing<T> for Result<T, KafkaError> {
    fn doing(self, doing: &'static str) -> Result<T, Fault> {
        self.map_err(|source| Fault::Kafka {
            doing,
            source: source.into(),
        })
    }
}
