//! What about the machine itself has anybody wait for while a run goes on: a task that does
//! nothing but sleep, write a page over the last one and sync it.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::anyhow;

/// How long it sleeps each time.
const SLEEP: Duration = Duration::from_millis(50);

/// A task beside a run.
pub(crate) struct Beside {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<anyhow::Result<Vec<Duration>>>,
}

impl Beside {
    /// Starts it.
    pub(crate) fn start() -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let told = stop.clone();
        let thread = std::thread::spawn(move || {
            let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
            let file = File::create(folder.path().join("beside"))?;
            let mut waited = Vec::new();
            while !told.load(Ordering::Relaxed) {
                let started = Instant::now();
                std::thread::sleep(SLEEP);
                file.write_all_at(&[0; 4096], 0)?;
                file.sync_data()?;
                waited.push(started.elapsed().saturating_sub(SLEEP));
            }
            Ok(waited)
        });
        Self { stop, thread }
    }

    /// Ends it, and says how long it waited.
    pub(crate) fn end(self) -> anyhow::Result<String> {
        self.stop.store(true, Ordering::Relaxed);
        let waited = self.thread.join();
        let mut waited = waited.map_err(|_| anyhow!("the task beside the run panicked"))??;
        waited.sort_unstable();
        let at = |share: usize| (waited.len().saturating_sub(1)) * share / 100;
        let milliseconds = |share| {
            let waited = waited.get(at(share)).copied().unwrap_or_default();
            waited.as_secs_f64() * 1e3
        };
        Ok(format!(
            "  floor: a synced page beside it waits  {:>14.2} ms {:>6.2} ms, {:.2} ms at most",
            milliseconds(50),
            milliseconds(99),
            milliseconds(100)
        ))
    }
}
