//! The oracle's process: HL7's validator, started once for all bodies.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::Fault;

/// What the oracle tells of a body.
#[derive(Debug, Deserialize)]
pub(crate) struct Verdict {
    /// Why it could not look at it.
    pub(crate) failed: Option<String>,
    /// What it found.
    pub(crate) issues: Vec<Told>,
}

/// A finding of the oracle's.
#[derive(Debug, Deserialize)]
pub(crate) struct Told {
    pub(crate) severity: String,
    /// The message's id; some have none.
    pub(crate) id: Option<String>,
    pub(crate) location: Option<String>,
    pub(crate) message: String,
}

/// The folder of the built oracle; nothing, said plainly, where it or Java is missing.
pub(crate) fn found() -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("CASEWAY_ORACLE").map(PathBuf::from) else {
        println!("left out: CASEWAY_ORACLE names no built oracle");
        return None;
    };
    if !folder.join("target/classes").is_dir() || !folder.join("lib").is_dir() {
        println!("left out: no oracle is built in the folder that CASEWAY_ORACLE names");
        return None;
    }
    let java = Command::new("java").arg("-version").output();
    if java.is_err() {
        println!("left out: there is no Java here");
        return None;
    }
    fs::canonicalize(folder).ok()
}

/// What the oracle tells of each file, in their order.
pub(crate) fn verdicts(
    oracle: &Path,
    (folder, known): (&Path, &Path),
    files: &[PathBuf],
) -> Result<Vec<Verdict>, Fault> {
    let told = folder.join("told.ndjson");
    let classes = oracle.join("target/classes");
    let path = format!("{}:{}/*", classes.display(), oracle.join("lib").display());
    let status = Command::new("java")
        .current_dir(folder)
        .args(["-Xmx4g", "-Xss16m", "-cp", &path, "Oracle", "check"])
        .arg(known)
        .arg("-")
        .args(files)
        .stdout(File::create(&told)?)
        .status()?;
    if !status.success() {
        return Err(format!("the oracle ended with {status}").into());
    }
    let mut verdicts = Vec::new();
    for line in BufReader::new(File::open(&told)?).lines() {
        verdicts.push(serde_json::from_str(&line?)?);
    }
    Ok(verdicts)
}
