//! The Vault's engine: wrapped keys and sealed identity numbers, in a schema apart.
//!
//! Whoever makes keys cannot erase them, and whoever erases them cannot read them.

use async_trait::async_trait;
use caseway_store::rows::Row;
use caseway_store::{Owner, StoreError, StoredKey, VaultEngine};

use crate::Postgres;
use crate::columns::column;
use crate::error::Doing as _;
use crate::limit::within;

const WRITING: &str = "writing the vault";
const READING: &str = "reading the vault";

#[async_trait]
impl VaultEngine for Postgres {
    async fn put(&self, keys: Vec<StoredKey>) -> Result<Vec<StoredKey>, StoreError> {
        within(self.call_max, WRITING, put(self, &keys)).await
    }

    async fn get(&self, owner: Owner) -> Result<Option<StoredKey>, StoreError> {
        sqlx::query_file_as!(KeyRow, "statements/vault/find_key.sql", owner.to_bytes())
            .fetch_optional(&self.normaliser)
            .await
            .doing(READING)?
            .map(KeyRow::key)
            .transpose()
    }

    async fn erase(&self, owner: Owner) -> Result<bool, StoreError> {
        let erased = sqlx::query_file!("statements/vault/erase_key.sql", owner.to_bytes())
            .execute(&self.console)
            .await
            .doing(WRITING)?;
        Ok(erased.rows_affected() == 1)
    }
}

async fn put(postgres: &Postgres, keys: &[StoredKey]) -> Result<Vec<StoredKey>, StoreError> {
    let owners = column(keys, |key| key.owner.to_bytes());
    let mut transaction = postgres.gateway.begin().await.doing(WRITING)?;
    sqlx::query_file!(
        "statements/vault/insert_keys.sql",
        &owners,
        column(keys, |key| key.wrapped.as_slice()) as _,
        column(keys, |key| key.identity.as_deref()) as _,
    )
    .execute(&mut *transaction)
    .await
    .doing(WRITING)?;
    let stand = sqlx::query_file_as!(KeyRow, "statements/vault/list_keys.sql", &owners)
        .fetch_all(&mut *transaction)
        .await
        .doing(WRITING)?;
    fail::fail_point!("vault-before-commit");
    transaction.commit().await.doing(WRITING)?;
    fail::fail_point!("vault-after-commit");
    stand.into_iter().map(KeyRow::key).collect()
}

struct KeyRow {
    owner: Vec<u8>,
    wrapped: Vec<u8>,
    identity: Option<Vec<u8>>,
}

impl KeyRow {
    fn key(self) -> Result<StoredKey, StoreError> {
        let row = Row {
            table: "keys",
            key: "-",
        };
        Ok(StoredKey {
            owner: row.read("owner", Owner::from_bytes(&self.owner))?,
            wrapped: self.wrapped,
            identity: self.identity,
        })
    }
}
