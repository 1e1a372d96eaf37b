//! A server of its own, started and killed by `tests/postgres`, for tests that must not
//! disturb the others or want other settings.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use super::database::{Database, SERVER, make_template};
use super::statements::crate_folder;

/// A server of its own; it goes when this does.
pub(super) struct Server {
    folder: TempDir,
    settings: String,
}

impl Server {
    /// Starts one; none where the tests on PostgreSQL are left out.
    pub(super) fn start(settings: &str) -> Option<Self> {
        std::env::var_os(SERVER)?;
        let folder = tempfile::tempdir().unwrap();
        // Its user reaches its own folder through this one.
        let reachable = std::fs::Permissions::from_mode(0o711);
        std::fs::set_permissions(folder.path(), reachable).unwrap();
        let server = Self {
            folder,
            settings: settings.to_owned(),
        };
        server.again();
        Some(server)
    }

    /// Starts it once more.
    pub(super) fn again(&self) {
        self.run("start");
    }

    /// As if the power went.
    pub(super) fn die(&self) {
        self.run("kill");
    }

    /// Starts it with other settings, and with files in its folder that only it reads.
    pub(super) fn restart_with(&mut self, settings: &str, files: &[PathBuf]) {
        self.die();
        let data = self.cluster().join("data");
        let user = std::fs::metadata(&data).unwrap();
        for file in files {
            let copy = data.join(file.file_name().unwrap());
            std::fs::copy(file, &copy).unwrap();
            chown(&copy, Some(user.uid()), Some(user.gid())).unwrap();
            std::fs::set_permissions(&copy, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
        settings.clone_into(&mut self.settings);
        self.again();
    }

    /// What an administrator connects with.
    pub(super) fn url(&self) -> String {
        self.run("url").trim().to_owned()
    }

    /// An empty database on it.
    pub(super) async fn database(&self) -> Database {
        let url = self.url();
        let template = make_template(&url).await;
        Database::of(&url, &template).await
    }

    fn run(&self, what: &str) -> String {
        let script = crate_folder().join("../../tests/postgres");
        let ran = Command::new(script)
            .arg(what)
            .env("CASEWAY_TEST_POSTGRES_FOLDER", self.cluster())
            .env("CASEWAY_TEST_POSTGRES_SETTINGS", &self.settings)
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.success(), "{told}");
        String::from_utf8(ran.stdout).unwrap()
    }

    fn cluster(&self) -> PathBuf {
        self.folder.path().join("postgres")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.run("stop");
    }
}
