//! The binary under test: the one beside the test's own executable.
//!
//! `cargo test --workspace` builds it; where it is missing, older than the source or
//! without what tests need, as after `cargo build`, it is built once.
//! `CASEWAY_BINARY` names another one.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::time::SystemTime;

use anyhow::Context as _;

/// The rooms that the binary is made of.
const ROOMS: [&str; 5] = [
    "gateway/src",
    "normaliser/src",
    "profiles",
    "proto",
    "store",
];

static BINARY: OnceLock<Result<PathBuf, String>> = OnceLock::new();

/// The path of the binary.
///
/// # Errors
/// When it cannot be built.
pub fn binary() -> anyhow::Result<&'static Path> {
    let found = BINARY.get_or_init(|| find().map_err(|error| format!("{error:#}")));
    found
        .as_deref()
        .map_err(|error| anyhow::anyhow!("the binary cannot be had: {error}"))
}

/// Runs the binary with these arguments to its end.
///
/// # Errors
/// When it cannot be started.
pub fn run(arguments: &[&str]) -> anyhow::Result<Output> {
    Command::new(binary()?)
        .args(arguments)
        .output()
        .context("the binary cannot be started")
}

fn find() -> anyhow::Result<PathBuf> {
    if let Some(named) = std::env::var_os("CASEWAY_BINARY") {
        return Ok(named.into());
    }
    let own = std::env::current_exe()?;
    let beside = own
        .parent()
        .and_then(Path::parent)
        .context("the test has no target folder")?;
    let binary = beside.join("caseway");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .context("there is a workspace")?;
    let built = modified(&binary);
    let newest = ROOMS
        .iter()
        .filter_map(|room| newest(&root.join(room)))
        .max();
    let whole = wanted().all(|(_, mark)| has(&binary, mark));
    if built.is_none() || built < newest || !whole {
        build(root)?;
    }
    Ok(binary)
}

fn build(root: &Path) -> anyhow::Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let features = wanted().map(|(feature, _)| feature).collect::<Vec<_>>();
    let built = Command::new(cargo)
        .args(["build", "--quiet", "-p", "caseway", "--features"])
        .arg(features.join(","))
        .current_dir(root)
        .status()?;
    anyhow::ensure!(built.success(), "cargo build -p caseway failed");
    Ok(())
}

/// The features that tests need, and what stands in a binary that has them and in no other.
fn wanted() -> impl Iterator<Item = (&'static str, &'static str)> {
    let carried = std::env::var_os("CASEWAY_TEST_KAFKA").is_some();
    let features = [
        (true, ("fail-points", "casebook-before-commit")),
        (carried, ("kafka", "rd_kafka_new")),
    ];
    let wanted = features.into_iter().filter(|(wanted, _)| *wanted);
    wanted.map(|(_, feature)| feature)
}

fn has(binary: &Path, mark: &str) -> bool {
    let mut grep = Command::new("grep");
    let found = grep.args(["-q", "-a", "-F", mark]).arg(binary).status();
    found.is_ok_and(|found| found.success())
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().ok()?.modified().ok()
}

fn newest(folder: &Path) -> Option<SystemTime> {
    let entries = std::fs::read_dir(folder).ok()?.filter_map(Result::ok);
    let times = entries.filter_map(|entry| {
        let path = entry.path();
        if path.is_dir() {
            newest(&path)
        } else {
            modified(&path)
        }
    });
    times.max()
}
