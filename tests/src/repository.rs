//! The repository that is tested: its folder, and the files that git tracks in it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;

/// The folder of the workspace.
#[must_use]
pub fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().unwrap_or(tests).to_owned()
}

/// The paths that git tracks and that are still there, from the workspace's folder.
///
/// # Errors
/// When this is no clone, or there is no git.
pub fn tracked() -> anyhow::Result<Vec<String>> {
    let root = root();
    let listed = Command::new("git")
        .args(["ls-files", "-z"])
        .current_dir(&root)
        .output();
    let listed = listed.context("git is needed to list the tracked files")?;
    anyhow::ensure!(
        listed.status.success(),
        "git ls-files failed: is this a clone?"
    );
    let listed = String::from_utf8(listed.stdout)?;
    let paths = listed
        .split_terminator('\0')
        .filter(|path| root.join(path).is_file());
    Ok(paths.map(str::to_owned).collect())
}

/// The text of a tracked file; none where it is not UTF-8.
#[must_use]
pub fn text(path: &str) -> Option<String> {
    String::from_utf8(std::fs::read(root().join(path)).ok()?).ok()
}
