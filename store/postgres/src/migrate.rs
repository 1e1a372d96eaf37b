//! Bringing the tables up to date: an administrator's act, apart from opening.

use caseway_store::StoreError;
use sqlx::migrate::{MigrateError, Migration, Migrator};
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};

use crate::error::Doing as _;
use crate::server::Server;

pub(crate) static MIGRATIONS: Migrator = sqlx::migrate!();

const DOING: &str = "bringing the tables up to date";

/// A migration that takes several tables and whoever works with them may wait for each other;
/// the server then rolls back one of the two. The migration is tried so often.
const TRIES_MAX: u32 = 5;

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
    run(server, MIGRATIONS.iter().cloned().collect()).await
}

/// Makes what is missing of some migrations.
pub(crate) async fn run(server: &Server, migrations: Vec<Migration>) -> Result<(), StoreError> {
    let mut migrations = Migrator::with_migrations(migrations);
    migrations.create_schema("journal");
    migrations.dangerous_set_table_name("journal.migrations");
    let mut tried = 1;
    loop {
        // What a failed try had locked goes with its connection.
        let mut administrator = as_owner(server).await?;
        match migrations.run(&mut administrator).await {
            Ok(()) => return administrator.close().await.doing(DOING),
            Err(error) if tried < TRIES_MAX && is_deadlock(&error) => tried += 1,
            Err(error) => {
                let source = error.into();
                return Err(StoreError::Refused {
                    doing: DOING,
                    source,
                });
            }
        }
        administrator.close().await.doing(DOING)?;
    }
}

fn is_deadlock(error: &MigrateError) -> bool {
    let (MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) = error else {
        return false;
    };
    let told = error.as_database_error();
    told.is_some_and(|told| told.code().as_deref() == Some("40P01"))
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
