//! Casebooks made anew beside the one in use, each in a schema of its own.
//!
//! A replay is an engine like any other, whose connections look for the Casebook's tables in
//! another schema. To put it in place is to rename two schemas: connections that are open find
//! the tables by the names that they have from then on. What must not be mixed is kept apart
//! by whoever asks for it: nobody may normalise meanwhile.

use caseway_store::{Casebook as _, Relaying as _, StoreError};
use sqlx::PgConnection;

use crate::Postgres;
use crate::error::Doing as _;
use crate::migrate::as_owner;
use crate::open::{check, connect};
use crate::server::Server;

const MAKING: &str = "making a replayed casebook";
const TELLING: &str = "finding what a replayed casebook has to tell";
const PLACING: &str = "putting a replayed casebook in place";
const DISCARDING: &str = "discarding replayed casebooks";
/// The schema of a Casebook that was in use, until it is taken away.
const REPLACED: &str = "casebook_replaced";

/// Makes the tables of a replay where there are none of that name. The login is the one that
/// [`crate::migrate()`] needs.
///
/// # Errors
/// When the server cannot be reached or the login may not do it.
pub async fn make_replay(owner: &Server, name: &str) -> Result<(), StoreError> {
    let connection = &mut as_owner(owner).await?;
    let making = include_str!("../statements/engine/make_replay.sql");
    about(connection, &schema(name), making).await.doing(MAKING)
}

/// Opens a database with a replayed Casebook for the one in use; none where there is no replay
/// of that name.
///
/// # Errors
/// As [`crate::open()`].
pub async fn open_replay(server: &Server, name: &str) -> Result<Option<Postgres>, StoreError> {
    let schema = schema(name);
    let path = format!("journal,{schema},vault");
    let replay = connect(server, &[("search_path", &path)]);
    check(&replay.gateway).await?;
    let there = sqlx::query_file_scalar!("statements/engine/has_replay.sql", schema)
        .fetch_one(&replay.gateway)
        .await
        .doing("looking for a replayed casebook")?;
    Ok(there.then_some(replay))
}

/// Puts a replay in the place of the Casebook in use, which is lost. Both stand at the same
/// Position, or the replay is further; nobody normalises meanwhile.
///
/// Whoever is told of Cases is told of those that differ.
///
/// # Errors
/// When the store failed. Calling it again goes on from where it stopped.
pub async fn put_in_place(
    (in_use, replay): (&Postgres, &Postgres),
    owner: &Server,
    name: &str,
) -> Result<(), StoreError> {
    let partitions = in_use.partitions().await?.len();
    replay
        .divide(u32::try_from(partitions).unwrap_or(1))
        .await?;
    note_changes(replay).await?;
    let connection = &mut as_owner(owner).await?;
    let placing = include_str!("../statements/engine/place_replay.sql");
    about(connection, &schema(name), placing)
        .await
        .doing(PLACING)?;
    drop_schema(connection, REPLACED).await.doing(PLACING)
}

/// Takes away every replay, and gives their names.
///
/// # Errors
/// When the server cannot be reached or the login may not do it.
pub async fn discard_replays(owner: &Server) -> Result<Vec<String>, StoreError> {
    let connection = &mut as_owner(owner).await?;
    let schemas = sqlx::query_file_scalar!("statements/engine/list_replays.sql")
        .fetch_all(&mut *connection)
        .await
        .doing(DISCARDING)?;
    for schema in &schemas {
        drop_schema(connection, schema).await.doing(DISCARDING)?;
    }
    let names = schemas
        .iter()
        .filter_map(|name| name.strip_prefix("casebook_"));
    Ok(names.map(str::to_owned).collect())
}

fn schema(name: &str) -> String {
    format!("casebook_{name}")
}

/// Runs a statement that is about a schema.
async fn about(
    connection: &mut PgConnection,
    schema: &str,
    statement: &'static str,
) -> Result<(), sqlx::Error> {
    sqlx::query_file!("statements/engine/name_replay.sql", schema)
        .fetch_one(&mut *connection)
        .await?;
    sqlx::raw_sql(statement).execute(connection).await?;
    Ok(())
}

async fn drop_schema(connection: &mut PgConnection, schema: &str) -> Result<(), sqlx::Error> {
    let dropping = include_str!("../statements/engine/drop_replay.sql");
    about(connection, schema, dropping).await
}

/// Leaves, of the Cases that are new in a replay, those to be told that others do not know so.
async fn note_changes(replay: &Postgres) -> Result<(), StoreError> {
    let mut transaction = replay.normaliser.begin().await.doing(TELLING)?;
    sqlx::query_file!("statements/engine/take_time.sql")
        .execute(&mut *transaction)
        .await
        .doing(TELLING)?;
    sqlx::query_file!("statements/engine/delete_same_changes.sql")
        .execute(&mut *transaction)
        .await
        .doing(TELLING)?;
    sqlx::query_file!("statements/engine/insert_gone_changes.sql")
        .execute(&mut *transaction)
        .await
        .doing(TELLING)?;
    transaction.commit().await.doing(TELLING)
}
