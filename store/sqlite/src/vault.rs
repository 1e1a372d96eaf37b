//! The Vault's engine: wrapped keys and sealed identity numbers, in a file apart.
//!
//! Freed space is overwritten and the write-ahead log is cut after an erasure, so
//! that an erased key is not left lying in the file.

use async_trait::async_trait;
use caseway_store::rows::{Row, json};
use caseway_store::{Owner, StoreError, StoredKey, VaultEngine};
use serde::Serialize;

use crate::Sqlite;
use crate::error::Doing as _;

const WRITING: &str = "writing the vault";
const READING: &str = "reading the vault";

#[async_trait]
impl VaultEngine for Sqlite {
    async fn put(&self, keys: Vec<StoredKey>) -> Result<Vec<StoredKey>, StoreError> {
        let rows = json(&keys.iter().map(Kept::of).collect::<Vec<_>>())?;
        let mut transaction = self
            .vault
            .begin_with("BEGIN IMMEDIATE")
            .await
            .doing(WRITING)?;
        sqlx::query_file!("statements/vault/insert_keys.sql", rows)
            .execute(&mut *transaction)
            .await
            .doing(WRITING)?;
        let stand = sqlx::query_file_as!(KeyRow, "statements/vault/list_keys.sql", rows)
            .fetch_all(&mut *transaction)
            .await
            .doing(WRITING)?;
        fail::fail_point!("vault-before-commit");
        transaction.commit().await.doing(WRITING)?;
        fail::fail_point!("vault-after-commit");
        stand.into_iter().map(KeyRow::key).collect()
    }

    async fn get(&self, owner: Owner) -> Result<Option<StoredKey>, StoreError> {
        sqlx::query_file_as!(KeyRow, "statements/vault/find_key.sql", owner.to_bytes())
            .fetch_optional(&self.keys)
            .await
            .doing(READING)?
            .map(KeyRow::key)
            .transpose()
    }

    async fn erase(&self, owner: Owner) -> Result<bool, StoreError> {
        let erased = sqlx::query_file!("statements/vault/erase_key.sql", owner.to_bytes())
            .execute(&self.vault)
            .await
            .doing(WRITING)?;
        // A pragma's answer has no types that could be checked.
        sqlx::query(include_str!("../statements/vault/truncate_wal.sql"))
            .execute(&self.vault)
            .await
            .doing(WRITING)?;
        Ok(erased.rows_affected() == 1)
    }
}

/// A key as the statement reads it, in hex digits.
#[derive(Serialize)]
struct Kept {
    owner: String,
    wrapped: String,
    identity: Option<String>,
}

impl Kept {
    fn of(key: &StoredKey) -> Self {
        Self {
            owner: hex::encode(key.owner.to_bytes()),
            wrapped: hex::encode(&key.wrapped),
            identity: key.identity.as_deref().map(hex::encode),
        }
    }
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
