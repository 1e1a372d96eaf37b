//! Work beside the doors: on a thread of its own, behind them in line for the processors.

use tokio::runtime::{Handle, Runtime};

/// How much further back in line, in steps of nice(2): while both have work, the doors get
/// nine parts of ten.
const STEPS_BACK: i32 = 10;

/// How long spawned tasks are waited for at the end, in milliseconds.
const SETTLE_MILLIS_MAX: u32 = 1_000;

/// Makes of some work what a thread of its own runs to the end.
///
/// What computes there for long holds up no connection.
pub(crate) fn beside<T>(
    work: impl Future<Output = T> + Send + 'static,
) -> std::io::Result<impl FnOnce() -> T + Send + 'static> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    Ok(run(runtime, work))
}

/// The same for work that is done by several tasks at once, each on a thread of its own.
pub(crate) fn beside_together<T>(
    work: impl Future<Output = T> + Send + 'static,
) -> std::io::Result<impl FnOnce() -> T + Send + 'static> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .on_thread_start(|| step_back(STEPS_BACK))
        .enable_all()
        .build()?;
    Ok(run(runtime, work))
}

fn run<T>(
    runtime: Runtime,
    work: impl Future<Output = T> + Send + 'static,
) -> impl FnOnce() -> T + Send + 'static {
    move || {
        step_back(STEPS_BACK);
        runtime.block_on(async {
            let done = work.await;
            settled().await;
            done
        })
    }
}

/// Lets what the work has spawned end: a database connection goes back to its pool in a
/// task of its own, and cut off there it would be closed behind everyone's back.
async fn settled() {
    let metrics = Handle::current().metrics();
    for _ in 0..SETTLE_MILLIS_MAX {
        if metrics.num_alive_tasks() == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
}

/// Moves this thread some steps of nice(2) back in line for the processors; a system that
/// does not allow it runs it as the others.
pub(crate) fn step_back(steps: i32) {
    // Linux alone has nice(2) for a thread; elsewhere it is the whole process's.
    if cfg!(target_os = "linux") {
        rustix::process::nice(steps).ok();
    }
}
