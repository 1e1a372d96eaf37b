//! Copying the write-ahead logs into their files, beside the commits.
//!
//! A commit that had to do it would make its callers wait for the disk many times as
//! long. Relies on the writer doing it after all when a log has become long
//! ([`LOG_PAGES_MAX`]): while commits come without a pause, a log starts anew only then.

use std::sync::Arc;
use std::time::Duration;

use sqlx::sqlite::SqlitePool;
use tokio::task::JoinHandle;

/// A log of this many pages of 4 KiB is copied by the commit that made it so long.
pub(crate) const LOG_PAGES_MAX: &str = "16384";
/// How often the logs are looked at.
const EVERY: Duration = Duration::from_millis(250);

/// What copies the logs; cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Checkpoints {
    files: [SqlitePool; 2],
    task: Arc<JoinHandle<()>>,
}

impl Checkpoints {
    /// Starts copying the logs of some files.
    pub(crate) fn start(files: [SqlitePool; 2]) -> Self {
        let task = Arc::new(tokio::spawn(run(files.clone())));
        Self { files, task }
    }

    /// Ends it and closes the files.
    pub(crate) async fn close(&self) {
        self.task.abort();
        for file in &self.files {
            file.close().await;
        }
    }
}

async fn run(files: [SqlitePool; 2]) {
    let mut looks = tokio::time::interval(EVERY);
    loop {
        looks.tick().await;
        for file in &files {
            // What stands in the way now, a writer will meet too, and tell.
            sqlx::query(include_str!("../statements/engine/checkpoint_wal.sql"))
                .execute(file)
                .await
                .ok();
        }
    }
}
