//! Work beside the doors: on a thread of its own, behind them in line for the processors.

/// How much further back in line, in steps of nice(2): while both have work, the doors get
/// nine parts of ten.
#[cfg(target_os = "linux")]
const STEPS_BACK: i32 = 10;

/// Makes of some work what a thread of its own runs to the end.
///
/// What computes there for long holds up no connection.
pub(crate) fn beside(
    work: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<impl FnOnce() + Send + 'static> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()?;
    Ok(move || {
        step_back();
        runtime.block_on(work);
    })
}

/// Moves this thread back in line; a system that does not allow it runs it as the others.
fn step_back() {
    // Linux alone has nice(2) for a thread; elsewhere it is the whole process's.
    #[cfg(target_os = "linux")]
    rustix::process::nice(STEPS_BACK).ok();
}
