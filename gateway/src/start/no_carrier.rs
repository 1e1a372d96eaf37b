//! What stands in the place of Apache Kafka in a build without it.

use std::future::Ready;
use std::sync::Arc;

use caseway_store::{Feed, Journal, Relaying, StoreError};

use crate::config::Kafka;

/// What carries Entries from the Journal to the normalisers: there is none.
#[derive(Clone)]
pub(crate) enum Carrier {}

impl Carrier {
    /// Says that there is none, and how to have one.
    pub(crate) fn of(kafka: &Kafka) -> anyhow::Result<Self> {
        anyhow::bail!(
            "kafka.brokers is {}, and this caseway was built without Kafka; build it with \
             `cargo build --release --features kafka`",
            kafka.brokers
        )
    }

    /// Never called.
    pub(crate) fn feed(&self, _: Journal) -> Result<Box<dyn Feed>, StoreError> {
        match *self {}
    }

    /// Never called.
    pub(crate) fn relay(
        &self,
        _: Arc<dyn Relaying>,
        _: impl Future<Output = ()>,
    ) -> Ready<Result<(), Arc<StoreError>>> {
        match *self {}
    }
}
