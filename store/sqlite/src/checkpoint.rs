//! Copying the write-ahead logs into their files, beside the commits.
//!
//! A commit that had to do it would make its callers wait for the disk many times as
//! long. Relies on the writer doing it after all when a log has become long
//! ([`LOG_PAGES_MAX`]): while commits come without a pause, a log starts anew only then.

use std::sync::Arc;
use std::time::Duration;

use sqlx::sqlite::SqlitePool;
use tokio::sync::Notify;

/// A log of this many pages of 4 KiB is copied by the commit that made it so long.
pub(crate) const LOG_PAGES_MAX: &str = "16384";
/// How often the logs are looked at.
const EVERY: Duration = Duration::from_millis(250);

/// What copies the logs; cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Checkpoints {
    files: [SqlitePool; 2],
    end: Arc<Notify>,
}

impl Checkpoints {
    /// Starts copying the logs of some files.
    pub(crate) fn start(files: [SqlitePool; 2]) -> Self {
        let end = Arc::new(Notify::new());
        tokio::spawn(run(files.clone(), end.clone()));
        Self { files, end }
    }

    /// Ends it and closes the files. A copy under way is waited for: cut off, its connection
    /// would outlive the writer's, which then could not take away the log.
    pub(crate) async fn close(&self) {
        self.end.notify_one();
        for file in &self.files {
            file.close().await;
        }
    }
}

async fn run(files: [SqlitePool; 2], end: Arc<Notify>) {
    let mut looks = tokio::time::interval(EVERY);
    loop {
        tokio::select! {
            _ = looks.tick() => {}
            () = end.notified() => return,
        }
        for file in &files {
            // What stands in the way now, a writer will meet too, and tell.
            sqlx::query(include_str!("../statements/engine/checkpoint_wal.sql"))
                .execute(file)
                .await
                .ok();
        }
    }
}
