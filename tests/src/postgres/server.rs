//! A server of its own, started and killed by `tests/postgres`, for tests that must not
//! disturb the others.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context as _;
use tempfile::TempDir;

use super::{Database, SERVER, left_out, script};

/// A server of its own; it goes when this does.
#[derive(Debug)]
pub struct Server {
    folder: TempDir,
}

impl Server {
    /// Starts one; none, with a word, where what needs PostgreSQL is left out.
    ///
    /// # Errors
    /// When it does not start.
    pub fn start() -> anyhow::Result<Option<Self>> {
        if std::env::var(SERVER).ok().or_else(left_out).is_none() {
            return Ok(None);
        }
        let server = Self {
            folder: reachable()?,
        };
        server.again()?;
        Ok(Some(server))
    }

    /// As if the power went.
    ///
    /// # Errors
    /// When it was dead already.
    pub fn die(&self) -> anyhow::Result<()> {
        self.run("kill").map(drop)
    }

    /// Starts it once more.
    ///
    /// # Errors
    /// When it does not start.
    pub fn again(&self) -> anyhow::Result<()> {
        self.run("start").map(drop)
    }

    /// A database on it.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn database(&self) -> anyhow::Result<Database> {
        Database::made(self.run("url")?.trim())
    }

    /// The one of that name, which is on it already.
    ///
    /// # Errors
    /// When the server's URL cannot be read.
    pub fn found(&self, name: &str) -> anyhow::Result<Database> {
        Database::named(name, self.run("url")?.trim())
    }

    /// A copy of it, made while it runs, and started.
    ///
    /// # Errors
    /// When it cannot be copied or started.
    pub fn backup(&self) -> anyhow::Result<Self> {
        let copy = Self {
            folder: reachable()?,
        };
        let place = copy.place();
        self.ask(&["backup", place.to_str().context("its path is UTF-8")?])?;
        copy.again()?;
        Ok(copy)
    }

    fn place(&self) -> PathBuf {
        self.folder.path().join("postgres")
    }

    fn run(&self, what: &str) -> anyhow::Result<String> {
        self.ask(&[what])
    }

    fn ask(&self, what: &[&str]) -> anyhow::Result<String> {
        let mut command = Command::new(script());
        command
            .args(what)
            .env("CASEWAY_TEST_POSTGRES_FOLDER", self.place());
        let ran = command.output()?;
        let told = String::from_utf8_lossy(&ran.stderr);
        anyhow::ensure!(ran.status.success(), "tests/postgres {what:?}: {told}");
        Ok(String::from_utf8(ran.stdout)?)
    }
}

/// A folder through which the server's user reaches its own.
fn reachable() -> anyhow::Result<TempDir> {
    let folder = tempfile::tempdir()?;
    std::fs::set_permissions(folder.path(), Permissions::from_mode(0o711))?;
    Ok(folder)
}

impl Drop for Server {
    fn drop(&mut self) {
        self.run("stop").ok();
    }
}
