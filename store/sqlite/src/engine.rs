//! The ports as one engine.

use async_trait::async_trait;
use caseway_store::{Engine, Lease, StoreError, Work};

use crate::Sqlite;

#[async_trait]
impl Engine for Sqlite {
    /// A folder is one machine's, and nobody stands by there. Two who record one Journal all
    /// the same overtake each other: each page is recorded once.
    async fn lease(&self, _: Work) -> Result<Box<dyn Lease>, StoreError> {
        Ok(Box::new(Unshared))
    }

    async fn close(&self) {
        self.checkpoints.close().await;
        for readers in [&self.reading, &self.pipeline, &self.keys] {
            readers.close().await;
        }
        for writer in [&self.journal, &self.casebook, &self.vault] {
            writer.close().await;
        }
    }
}

/// A lease that nobody else wants.
struct Unshared;

#[async_trait]
impl Lease for Unshared {
    async fn lost(&mut self) {
        std::future::pending::<()>().await;
    }
}
