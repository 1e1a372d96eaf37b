//! Bringing the tables up to date: an administrator's act, apart from opening.

use caseway_store::StoreError;
use sqlx::migrate::Migrator;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};

use crate::error::Doing as _;
use crate::server::Server;

static MIGRATIONS: Migrator = sqlx::migrate!();

const DOING: &str = "bringing the tables up to date";

/// The newest migration that this program knows.
pub(crate) fn newest() -> Option<i64> {
    MIGRATIONS.iter().map(|migration| migration.version).max()
}

/// Brings a database up to date: makes the roles that are missing, and then, as their owner,
/// the tables. Two who do it at once take turns.
///
/// The login must be allowed to make roles and own the database. The login that
/// [`crate::open()`] is given is another, which an administrator makes once:
///
/// ```sql
/// CREATE ROLE caseway LOGIN NOINHERIT PASSWORD '…'
///     IN ROLE caseway_gateway, caseway_normaliser, caseway_console, caseway_reader;
/// ```
///
/// # Errors
/// When the server cannot be reached, the login may not do it, or the tables were made by a
/// newer version.
pub async fn migrate(server: &Server) -> Result<(), StoreError> {
    let mut administrator = as_owner(server).await?;
    let mut migrations = Migrator::with_migrations(MIGRATIONS.iter().cloned().collect());
    migrations.create_schema("journal");
    migrations.dangerous_set_table_name("journal.migrations");
    migrations
        .run(&mut administrator)
        .await
        .map_err(|error| StoreError::Refused {
            doing: DOING,
            source: error.into(),
        })?;
    administrator.close().await.doing(DOING)
}

/// A connection of whoever owns the tables, after the roles that are missing are made.
pub(crate) async fn as_owner(server: &Server) -> Result<PgConnection, StoreError> {
    let connecting = server.options().connect().await;
    let mut administrator = connecting.doing("connecting to PostgreSQL")?;
    for statement in [
        include_str!("../statements/engine/make_roles.sql"),
        include_str!("../statements/engine/become_owner.sql"),
    ] {
        sqlx::raw_sql(statement)
            .execute(&mut administrator)
            .await
            .doing("making the roles")?;
    }
    Ok(administrator)
}
