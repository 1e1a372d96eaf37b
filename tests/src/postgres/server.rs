//! A server of its own, started and killed by `tests/postgres`, for tests that must not
//! disturb the others.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

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
        let folder = tempfile::tempdir()?;
        // Its user reaches its own folder through this one.
        let reachable = Permissions::from_mode(0o711);
        std::fs::set_permissions(folder.path(), reachable)?;
        let server = Self { folder };
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

    fn run(&self, what: &str) -> anyhow::Result<String> {
        let mut command = Command::new(script());
        let folder = self.folder.path().join("postgres");
        command
            .arg(what)
            .env("CASEWAY_TEST_POSTGRES_FOLDER", folder);
        let ran = command.output()?;
        let told = String::from_utf8_lossy(&ran.stderr);
        anyhow::ensure!(ran.status.success(), "tests/postgres {what}: {told}");
        Ok(String::from_utf8(ran.stdout)?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.run("stop").ok();
    }
}
