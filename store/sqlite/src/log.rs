//! A write-ahead log as it is found: written once more before anything rests on it.
//!
//! After a failed fsync Linux keeps what it could not write in memory, as if it were written.
//! `SQLite` overwrites what it was for with the next commit; but if the process ends before,
//! the next one finds a whole commit in the log that is on no disk, and no fsync brings it
//! there. Written again it is. Relies on the transaction that keeps others from writing.

use std::fs::OpenOptions;
use std::io::{Error, ErrorKind};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use sqlx::{Connection as _, SqliteConnection};

/// So many bytes are read and written at once.
const PART_BYTES: usize = 1 << 20;

/// Brings the log of a file to the disk as this connection reads it.
pub(crate) async fn write_again(
    connection: &mut SqliteConnection,
    file: &Path,
) -> Result<(), sqlx::Error> {
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    let alone = connection.begin_with("BEGIN IMMEDIATE").await?;
    tokio::task::spawn_blocking(move || rewrite(&PathBuf::from(log)))
        .await
        .map_err(Error::other)??;
    alone.rollback().await
}

fn rewrite(log: &Path) -> Result<(), Error> {
    let log = match OpenOptions::new().read(true).write(true).open(log) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        log => log?,
    };
    let (mut part, mut at) = (vec![0; PART_BYTES], 0);
    loop {
        let bytes = log.read_at(&mut part, at)?;
        if bytes == 0 {
            return log.sync_all();
        }
        log.write_all_at(&part[..bytes], at)?;
        at += bytes as u64;
    }
}
