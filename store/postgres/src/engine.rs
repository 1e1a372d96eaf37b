//! The ports as one engine.

use async_trait::async_trait;
use caseway_store::{Engine, Lease, StoreError, Work};

use crate::{Postgres, lease};

#[async_trait]
impl Engine for Postgres {
    async fn lease(&self, work: Work) -> Result<Box<dyn Lease>, StoreError> {
        Ok(Box::new(lease::take(self, work).await?))
    }

    async fn close(&self) {
        for pool in [&self.gateway, &self.normaliser, &self.console, &self.reader] {
            pool.close().await;
        }
    }
}
