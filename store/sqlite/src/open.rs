//! Opening the three files: settings, migrations, connections.
//!
//! Relies on the folder being on a local disk: `SQLite`'s locks and its write-ahead
//! log do not work over a network.

use std::path::Path;
use std::time::Duration;

use caseway_store::StoreError;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions as _, Connection as _};

use crate::checkpoint::{Checkpoints, LOG_PAGES_MAX};
use crate::error::Doing as _;
use crate::log;

/// Every port on `SQLite`. Cheap to clone; all clones share the connections.
#[derive(Clone, Debug)]
pub struct Sqlite {
    /// Writes `journal.db`.
    pub(crate) journal: SqlitePool,
    /// Writes `casebook.db`.
    pub(crate) casebook: SqlitePool,
    /// Writes `vault.db`.
    pub(crate) vault: SqlitePool,
    /// Reads keys.
    pub(crate) keys: SqlitePool,
    /// Reads for the pipeline, so that a long question does not hold it up.
    pub(crate) pipeline: SqlitePool,
    /// Reads for senders and operators.
    pub(crate) reading: SqlitePool,
    /// Whether submissions are looked up before they are written.
    pub(crate) dedupe: bool,
    /// Copies the logs.
    pub(crate) checkpoints: Checkpoints,
}

/// Opens the engine in a folder, made when there is none, and brings its files up
/// to date.
///
/// # Errors
/// When a file cannot be opened or brought up to date, or `SQLite` is older than
/// 3.51.3: those versions can lose a committed transaction.
pub async fn open(folder: &Path) -> Result<Sqlite, StoreError> {
    open_as(folder, SqliteSynchronous::Full, true).await
}

/// Opens the engine with chosen durability and with or without looking submissions up.
pub(crate) async fn open_as(
    folder: &Path,
    synchronous: SqliteSynchronous,
    dedupe: bool,
) -> Result<Sqlite, StoreError> {
    open_with_casebook(folder, "casebook.db", synchronous, dedupe).await
}

/// The same with a chosen file for the Casebook.
pub(crate) async fn open_with_casebook(
    folder: &Path,
    casebook: &str,
    synchronous: SqliteSynchronous,
    dedupe: bool,
) -> Result<Sqlite, StoreError> {
    tokio::fs::create_dir_all(folder)
        .await
        .map_err(sqlx::Error::Io)
        .doing("making the data folder")?;
    let file = |name: &str| folder.join(name);
    let [journal, casebook, vault] = ["journal.db", casebook, "vault.db"].map(file);
    let journal_writer = writer(&journal, synchronous, &JOURNAL).await?;
    check_version(&journal_writer).await?;
    let casebook_writer = writer(&casebook, of_rebuildable(synchronous), &CASEBOOK).await?;
    let vault_writer = writer(&vault, synchronous, &VAULT).await?;
    let attached = path_text(&casebook)?;
    // Not the Vault's: an erasure cuts its log, which nothing else may be copying then.
    let beside = [beside(&journal).await?, beside(&casebook).await?];
    Ok(Sqlite {
        casebook: casebook_writer,
        vault: vault_writer,
        checkpoints: Checkpoints::start(beside),
        keys: readers(&vault, 2, None).await?,
        pipeline: readers(&journal, 3, Some(attached.clone())).await?,
        reading: readers(&journal, 4, Some(attached)).await?,
        journal: journal_writer,
        dedupe,
    })
}

/// The Casebook can be made again: after a power cut it may lack its last pages, and the
/// feed position that went with them, but it is whole.
fn of_rebuildable(synchronous: SqliteSynchronous) -> SqliteSynchronous {
    match synchronous {
        SqliteSynchronous::Off => SqliteSynchronous::Off,
        _ => SqliteSynchronous::Normal,
    }
}

static JOURNAL: Migrator = sqlx::migrate!("migrations/journal");
static CASEBOOK: Migrator = sqlx::migrate!("migrations/casebook");
static VAULT: Migrator = sqlx::migrate!("migrations/vault");

/// How long a call waits for another process that writes the same file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a call waits for a connection.
const CONNECTION_TIMEOUT: Duration = Duration::from_secs(10);

/// The one connection that writes a file, its tables brought up to date.
async fn writer(
    file: &Path,
    synchronous: SqliteSynchronous,
    migrations: &Migrator,
) -> Result<SqlitePool, StoreError> {
    const DOING: &str = "opening a file to write";
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous)
        .foreign_keys(true)
        .pragma("secure_delete", "ON")
        .pragma("cache_size", "-4096")
        .pragma("wal_autocheckpoint", LOG_PAGES_MAX)
        .busy_timeout(BUSY_TIMEOUT)
        .disable_statement_logging();
    let pool = pool(1).connect_with(options).await.doing(DOING)?;
    let mut first = pool.acquire().await.doing(DOING)?;
    log::write_again(&mut first, file).await.doing(DOING)?;
    drop(first);
    migrations
        .run(&pool)
        .await
        .map_err(|error| StoreError::Refused {
            doing: "bringing the tables up to date",
            source: error.into(),
        })?;
    Ok(pool)
}

/// A connection that copies a file's log while others write and read.
async fn beside(file: &Path) -> Result<SqlitePool, StoreError> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .disable_statement_logging();
    pool(1)
        .connect_with(options)
        .await
        .doing("opening a file to copy its log")
}

/// Connections that only read a file, with another attached where asked. Each reads at once:
/// with that it holds on to the file, and a writer that is opened anew meanwhile does not find
/// commits in the log that had failed.
async fn readers(
    file: &Path,
    connections: u32,
    attached: Option<String>,
) -> Result<SqlitePool, StoreError> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .read_only(true)
        .busy_timeout(BUSY_TIMEOUT)
        .disable_statement_logging();
    pool(connections)
        .after_connect(move |connection, _| {
            let attached = attached.clone();
            Box::pin(async move {
                if let Some(file) = attached {
                    sqlx::query_file!("statements/engine/attach_casebook.sql", file)
                        .execute(&mut *connection)
                        .await?;
                }
                sqlx::query_file_scalar!("statements/engine/count_tables.sql")
                    .fetch_one(connection)
                    .await?;
                Ok(())
            })
        })
        .connect_with(options)
        .await
        .doing("opening a file to read")
}

/// Connections that live as long as the engine, but for one whose transaction was not ended.
/// When the disk fails a statement, `SQLite` may roll the transaction back by itself, and there
/// is nothing left to roll back: then `sqlx` counts it as open for ever and begins no other.
fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .before_acquire(|connection, _| {
            let between = !connection.is_in_transaction();
            Box::pin(async move { Ok(between) })
        })
        .max_connections(connections)
        .acquire_timeout(CONNECTION_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
}

async fn check_version(pool: &SqlitePool) -> Result<(), StoreError> {
    let version = sqlx::query_file_scalar!("statements/engine/find_version.sql")
        .fetch_one(pool)
        .await
        .doing("asking for the version of SQLite")?;
    if keeps_commits(&version) {
        return Ok(());
    }
    Err(StoreError::Refused {
        doing: "checking the version of SQLite",
        source: format!("SQLite {version} can lose commits; 3.51.3 or newer is needed").into(),
    })
}

/// Whether a version has the correction of the write-ahead log's reset (3.51.3).
fn keeps_commits(version: &str) -> bool {
    let parts: Vec<u32> = version
        .split('.')
        .map_while(|part| part.parse().ok())
        .collect();
    parts >= vec![3, 51, 3]
}

fn path_text(path: &Path) -> Result<String, StoreError> {
    path.to_str()
        .map(str::to_owned)
        .ok_or_else(|| StoreError::Refused {
            doing: "opening a file to read",
            source: "the path of the data folder is not UTF-8".into(),
        })
}

#[cfg(test)]
mod tests {
    use super::keeps_commits;

    #[test]
    fn a_version_that_can_lose_commits_is_not_good_enough() {
        assert!(keeps_commits("3.51.3"));
        assert!(keeps_commits("3.52.0"));
        assert!(keeps_commits("4.0"));
        assert!(!keeps_commits("3.51.2"));
        assert!(!keeps_commits("3.9.9"));
        assert!(!keeps_commits("unknown"));
    }
}
