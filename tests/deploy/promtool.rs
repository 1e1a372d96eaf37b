//! Prometheus' own tool, where it is installed.

use std::process::Command;

use anyhow::ensure;
use caseway_tests::repository::root;

/// Fails where the tool refuses; says what is left out where there is no tool.
pub(crate) fn takes(arguments: &[&str]) -> anyhow::Result<()> {
    let run = Command::new("promtool")
        .current_dir(root())
        .args(arguments)
        .output();
    let Ok(run) = run else {
        eprintln!(
            "LEFT OUT: promtool is not installed (Debian's package prometheus): {arguments:?}"
        );
        return Ok(());
    };
    let told = [run.stdout, run.stderr].concat();
    ensure!(run.status.success(), "{}", String::from_utf8_lossy(&told));
    Ok(())
}
