//! The servers that the benchmark starts, by the scripts that start them for tests.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::ensure;

/// A server in a folder of its own; both go when this does.
pub(crate) struct Server {
    folder: tempfile::TempDir,
    name: &'static str,
}

impl Server {
    /// Starts what `tests/NAME` starts.
    pub(crate) fn start(name: &'static str) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        // The server's user reaches its own folder through this one.
        Command::new("chmod")
            .arg("711")
            .arg(folder.path())
            .status()?;
        let server = Self { folder, name };
        server.ask(&["start"])?;
        Ok(server)
    }

    /// A folder beside the server's own.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Has the script do something, and gives what it says.
    pub(crate) fn ask(&self, what: &[&str]) -> anyhow::Result<String> {
        let done = Command::new(self.script())
            .args(what)
            .env(self.variable("_FOLDER"), self.folder().join("server"))
            .env_remove(self.variable(""))
            .output()?;
        let told = String::from_utf8_lossy(&done.stderr);
        ensure!(
            done.status.success(),
            "tests/{} {what:?}: {told}",
            self.name
        );
        Ok(String::from_utf8(done.stdout)?)
    }

    fn script(&self) -> PathBuf {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests");
        tests.join(self.name)
    }

    fn variable(&self, end: &str) -> String {
        format!("CASEWAY_TEST_{}{end}", self.name.to_uppercase())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ask(&["stop"]).ok();
    }
}
