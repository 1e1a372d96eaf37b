//! Casebooks made anew beside the one in use, each in a file of its own.
//!
//! A replay is an engine like any other, whose Casebook is another file; its name says which
//! rules it is made under. To put it in place is to rename that file, which is done with
//! nobody else on the folder: who has a file open keeps the one that was there.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use caseway_store::StoreError;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _};

use crate::Sqlite;
use crate::error::Doing as _;
use crate::open::open_with_casebook;

const PLACING: &str = "putting a replayed casebook in place";
const DISCARDING: &str = "discarding replayed casebooks";
/// The Casebook in use.
const IN_USE: &str = "casebook.db";
/// Somebody else's look at a file may last this long.
const LOOK_MAX: Duration = Duration::from_millis(500);

/// Opens a folder with a replayed Casebook for the one in use, begun where there is none of
/// that name.
///
/// # Errors
/// As [`crate::open()`].
pub async fn open_replay(folder: &Path, name: &str) -> Result<Sqlite, StoreError> {
    open_with_casebook(folder, &file_name(name), SqliteSynchronous::Full, true).await
}

/// Whether a replay of that name was begun.
#[must_use]
pub fn has_replay(folder: &Path, name: &str) -> bool {
    folder.join(file_name(name)).is_file()
}

/// Puts a replayed Casebook in the place of the one in use, which is lost. Nobody may open the
/// folder meanwhile.
///
/// # Errors
/// When somebody has one of the two open; nothing is changed then.
pub async fn put_in_place(folder: &Path, name: &str) -> Result<(), StoreError> {
    let [replayed, in_use] = [&*file_name(name), IN_USE].map(|file| folder.join(file));
    for file in [&in_use, &replayed] {
        alone(file).await?.close().await.doing(PLACING)?;
    }
    renamed(&replayed, &in_use, folder)
        .await
        .map_err(sqlx::Error::Io)
        .doing(PLACING)
}

/// Takes away every replay, and gives their names.
///
/// # Errors
/// When a file cannot be taken away.
pub async fn discard_replays(folder: &Path) -> Result<Vec<String>, StoreError> {
    let discarded = discarded(folder).await;
    discarded.map_err(sqlx::Error::Io).doing(DISCARDING)
}

fn file_name(name: &str) -> String {
    format!("casebook.{name}.db")
}

/// A file that nobody else has open, its write-ahead log copied into it and gone.
async fn alone(file: &Path) -> Result<SqliteConnection, StoreError> {
    SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Delete)
        .busy_timeout(LOOK_MAX)
        .disable_statement_logging()
        .connect()
        .await
        .doing(PLACING)
}

async fn renamed(from: &Path, to: &Path, folder: &Path) -> io::Result<()> {
    tokio::fs::rename(from, to).await?;
    tokio::fs::File::open(folder).await?.sync_all().await
}

async fn discarded(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    let mut listed = tokio::fs::read_dir(folder).await?;
    while let Some(file) = listed.next_entry().await? {
        let file = file.path();
        if let Some(name) = replay_name(&file) {
            names.push(name.to_owned());
            discard(&file).await?;
        }
    }
    Ok(names)
}

/// The name of the replay whose file it is.
fn replay_name(file: &Path) -> Option<&str> {
    let middle = file.file_name()?.to_str()?.strip_prefix("casebook.")?;
    let name = middle.strip_suffix(".db")?;
    name.bytes()
        .all(|byte| byte.is_ascii_hexdigit())
        .then_some(name)
}

/// The logs first: a file without its log is whole, a log without its file is nothing.
async fn discard(file: &Path) -> io::Result<()> {
    for end in ["-wal", "-shm", ""] {
        let mut path = file.as_os_str().to_owned();
        path.push(end);
        match tokio::fs::remove_file(PathBuf::from(path)).await {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
