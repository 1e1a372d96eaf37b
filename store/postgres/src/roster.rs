//! The Roster: senders, in the schema of the Journal that names them.

use async_trait::async_trait;
use caseway_proto::{Digest, Sender, SenderId};
use caseway_store::rows::SenderRow;
use caseway_store::{NewSender, Roster, RosterEntry, StoreError};
use jiff::Timestamp;

use crate::Postgres;
use crate::error::Doing as _;

const READING: &str = "reading the roster";
const WRITING: &str = "writing the roster";

#[async_trait]
impl Roster for Postgres {
    async fn add(&self, new: NewSender) -> Result<Option<Sender>, StoreError> {
        let id = sqlx::query_file_scalar!(
            "statements/roster/insert_sender.sql",
            new.name,
            new.organisation,
            new.default_registry.as_ref().map(|registry| &registry.0),
            &new.token.0[..],
            new.at.as_microsecond(),
        )
        .fetch_optional(&self.console)
        .await
        .doing(WRITING)?;
        Ok(id.map(|id| Sender {
            id: SenderId(id),
            name: new.name,
            organisation: new.organisation,
            default_registry: new.default_registry,
        }))
    }

    async fn revoke(&self, name: &str, at: Timestamp) -> Result<bool, StoreError> {
        let written = sqlx::query_file!(
            "statements/roster/revoke_sender.sql",
            name,
            at.as_microsecond(),
        )
        .execute(&self.console)
        .await
        .doing(WRITING)?;
        Ok(written.rows_affected() == 1)
    }

    async fn list(&self) -> Result<Vec<RosterEntry>, StoreError> {
        sqlx::query_file_as!(SenderRow, "statements/roster/list_senders.sql")
            .fetch_all(&self.console)
            .await
            .doing(READING)?
            .into_iter()
            .map(SenderRow::entry)
            .collect()
    }

    async fn find(&self, token: Digest) -> Result<Option<RosterEntry>, StoreError> {
        sqlx::query_file_as!(
            SenderRow,
            "statements/roster/find_by_token.sql",
            &token.0[..],
        )
        .fetch_optional(&self.gateway)
        .await
        .doing(READING)?
        .map(SenderRow::entry)
        .transpose()
    }

    async fn sender(&self, id: SenderId) -> Result<Option<Sender>, StoreError> {
        let row = sqlx::query_file_as!(SenderRow, "statements/roster/find_by_id.sql", id.0)
            .fetch_optional(&self.gateway)
            .await
            .doing(READING)?;
        Ok(row.map(SenderRow::entry).transpose()?.map(|row| row.sender))
    }
}
