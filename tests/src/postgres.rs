//! A PostgreSQL database for a house: made, brought up to date by the binary, and gone with
//! the house.

mod server;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::Context as _;
use reqwest::Url;

use crate::run;

pub use server::Server;

/// What the server is found by: an administrator's URL.
const SERVER: &str = "CASEWAY_TEST_POSTGRES";
/// What chooses the engine that houses are on: `postgres`, or the embedded one.
const ENGINE: &str = "CASEWAY_TEST_ENGINE";
/// Where a server listens that says nothing else.
const PORT: u16 = 5432;
/// The login of whatever keeps running: a member of every role that works.
const LOGIN: &str = "caseway_house";
/// Makes the login once, whoever else does so at the same time.
const LOGIN_MADE: &str = "
    BEGIN;
    SELECT pg_advisory_xact_lock(2);
    DO $$ BEGIN
        IF to_regrole('caseway_house') IS NULL THEN
            CREATE ROLE caseway_house LOGIN NOINHERIT
                IN ROLE caseway_gateway, caseway_normaliser, caseway_console, caseway_reader;
        END IF;
    END $$;
    COMMIT;
";

/// A database of its own.
#[derive(Debug)]
pub struct Database {
    name: String,
    url: String,
    owner: String,
    server: String,
}

impl Database {
    /// One where the engine is chosen to be PostgreSQL; none where it is not.
    ///
    /// # Errors
    /// When it is chosen and there is no server.
    pub(crate) fn chosen() -> anyhow::Result<Option<Self>> {
        match std::env::var(ENGINE).as_deref() {
            Ok("postgres") => {
                let server = std::env::var(SERVER);
                let server = server.with_context(|| format!("{SERVER} is not set"))?;
                Ok(Some(Self::made(&server)?))
            }
            _ => Ok(None),
        }
    }

    /// One on the server that there is; none, with a word, where there is none.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn fresh() -> anyhow::Result<Option<Self>> {
        let server = std::env::var(SERVER).ok().or_else(left_out);
        server.map(|server| Self::made(&server)).transpose()
    }

    /// One without any tables; none, with a word, where there is no server.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn empty() -> anyhow::Result<Option<Self>> {
        let server = std::env::var(SERVER).ok().or_else(left_out);
        server.map(|server| Self::created(&server)).transpose()
    }

    /// What the binary logs in with.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Who makes its tables.
    #[must_use]
    pub fn owner(&self) -> &str {
        &self.owner
    }

    /// The socket that its server is reached over; none where it is another way.
    ///
    /// # Errors
    /// When its URL is none.
    pub fn socket(&self) -> anyhow::Result<Option<PathBuf>> {
        let url = Url::parse(&self.url)?;
        let mut named = url.query_pairs();
        let folder = named.find(|(name, _)| name == "host");
        let port = url.port().unwrap_or(PORT);
        let socket = folder.map(|(_, folder)| Path::new(&*folder).join(format!(".s.PGSQL.{port}")));
        Ok(socket.filter(|socket| socket.exists()))
    }

    /// The same, reached over a socket of the same name in another folder.
    ///
    /// # Errors
    /// When its URL is none, or the folder has no name.
    pub fn by_way_of(mut self, folder: &Path) -> anyhow::Result<Self> {
        let mut url = Url::parse(&self.url)?;
        let folder = folder.to_str().context("the folder has a name")?;
        url.query_pairs_mut().clear().append_pair("host", folder);
        self.url = url.into();
        Ok(self)
    }

    /// Its name on its server.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    fn made(server: &str) -> anyhow::Result<Self> {
        let database = Self::created(server)?;
        let place = ["--postgres", &database.url, "--owner", &database.owner];
        let migrated = run(&[&["migrate"], &place[..]].concat())?;
        let told = String::from_utf8_lossy(&migrated.stderr);
        anyhow::ensure!(migrated.status.success(), "caseway migrate: {told}");
        database.admit()?;
        Ok(database)
    }

    /// Makes the login of what keeps running, now that there are roles for it.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn admit(&self) -> anyhow::Result<()> {
        psql(&self.server, LOGIN_MADE)
    }

    fn created(server: &str) -> anyhow::Result<Self> {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("caseway_house_{}_{number}", std::process::id());
        psql(server, &format!("CREATE DATABASE {name}"))?;
        Self::named(&name, server)
    }

    fn named(name: &str, server: &str) -> anyhow::Result<Self> {
        let mut url = Url::parse(server)?;
        let owner = url.username().to_owned();
        url.set_path(name);
        url.set_username(LOGIN).ok().context("a URL has a login")?;
        Ok(Self {
            name: name.to_owned(),
            url: url.into(),
            owner,
            server: server.to_owned(),
        })
    }

    /// Has the server do something in this database, as its administrator.
    ///
    /// # Errors
    /// When it is refused.
    pub fn administer(&self, statement: &str) -> anyhow::Result<()> {
        let mut url = Url::parse(&self.server)?;
        url.set_path(&self.name);
        psql(url.as_str(), statement)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        psql(
            &self.server,
            &format!("DROP DATABASE {} WITH (FORCE)", self.name),
        )
        .ok();
    }
}

/// What starts and stops servers.
fn script() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("postgres")
}

/// Has a server do something.
fn psql(server: &str, statement: &str) -> anyhow::Result<()> {
    let done = Command::new(script())
        .args(["psql", "-q", "-v", "ON_ERROR_STOP=1", "-c", statement])
        .env(SERVER, server)
        .output()?;
    let told = String::from_utf8_lossy(&done.stderr);
    anyhow::ensure!(done.status.success(), "psql: {told}");
    Ok(())
}

/// Says, past the capture of a test's output, that tests are left out.
fn left_out() -> Option<String> {
    static SAID: Once = Once::new();
    SAID.call_once(|| {
        let line = format!("{SERVER} is not set: the journeys on PostgreSQL are LEFT OUT\n");
        std::io::stderr().write_all(line.as_bytes()).ok();
    });
    None
}
