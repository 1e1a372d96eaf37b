//! A data folder with a gateway: what most journeys start from.
//!
//! With `CASEWAY_TEST_ENGINE=postgres` each has a database of its own on the server that
//! `CASEWAY_TEST_POSTGRES` names, and its normaliser in a process of its own.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use serde_json::Value;
use tempfile::TempDir;

use crate::gateway::{free_ports, samples};
use crate::{Addresses, Aside, Console, Database, Gateway, Grpc, Rest, Start, binary, run};

/// A sender's entries have this long to be recorded.
const SETTLE_WAIT: Duration = Duration::from_mins(1);

/// Empties every table of the casebook.
const CASEBOOK_EMPTIED: &str = "
    TRUNCATE casebook.outcomes, casebook.held, casebook.facts, casebook.cases,
        casebook.expectations, casebook.reroutings, casebook.rulings, casebook.ruled_persons, casebook.changed;
    UPDATE casebook.feed SET position = 0;
";

/// How a house differs from the default.
#[derive(Clone, Debug, Default)]
pub struct Setting {
    /// The configuration file's text.
    pub config: String,
    /// Whether the doors stay on the same ports through restarts.
    pub keep_ports: bool,
    /// The key file's bytes; absent: random ones. Under the same key the same person has the
    /// same pseudonym.
    pub key: Option<Vec<u8>>,
}

/// A data folder with a gateway on free ports.
#[derive(Debug)]
pub struct House {
    gateway: Gateway,
    normaliser: Option<Aside>,
    start: Start,
    folder: TempDir,
    // Last: it goes when nobody is logged in any more.
    database: Option<Database>,
}

impl House {
    /// A house with nothing configured.
    ///
    /// # Errors
    /// When the gateway does not come up.
    pub fn up() -> anyhow::Result<Self> {
        Self::with(&Setting::default())
    }

    /// A house with a setting.
    ///
    /// # Errors
    /// When the gateway does not come up.
    pub fn with(setting: &Setting) -> anyhow::Result<Self> {
        Self::on(Database::chosen()?, setting)
    }

    /// A house on a database, or on the folder's own.
    ///
    /// # Errors
    /// When the gateway does not come up.
    pub fn on(database: Option<Database>, setting: &Setting) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let config = folder.path().join("caseway.toml");
        std::fs::write(&config, &setting.config)?;
        let ports = setting.keep_ports.then(free_ports).transpose()?;
        let data = folder.path().join("data");
        let key = match (&setting.key, &database) {
            (None, Some(_)) => Some(random_key()?),
            (key, _) => key.clone(),
        };
        if let Some(key) = key {
            std::fs::create_dir_all(&data)?;
            std::fs::write(data.join("vault.key"), key)?;
        }
        let start = Start {
            data,
            postgres: database.as_ref().map(|database| database.url().to_owned()),
            config: Some(config),
            ports,
            ..Start::default()
        };
        Ok(Self {
            gateway: Gateway::start(&start)?,
            normaliser: apart(&start)?,
            start,
            folder,
            database,
        })
    }

    /// The key file's bytes.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn key(&self) -> std::io::Result<Vec<u8>> {
        std::fs::read(self.data().join("vault.key"))
    }

    /// A folder for the test's own files.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The data folder.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.start.data
    }

    /// How its processes are started.
    #[must_use]
    pub const fn start(&self) -> &Start {
        &self.start
    }

    /// The normaliser in a process of its own.
    ///
    /// # Errors
    /// When it has none, on the embedded engine.
    pub fn normaliser(&mut self) -> anyhow::Result<&mut Aside> {
        let apart = self.normaliser.as_mut();
        apart.context("the gateway normalises itself")
    }

    /// The gateway.
    pub fn gateway(&mut self) -> &mut Gateway {
        &mut self.gateway
    }

    /// Everything the gateway, and a normaliser apart, have written to standard error since
    /// they were started.
    #[must_use]
    pub fn said(&self) -> String {
        let apart = self.normaliser.as_ref().map(Aside::said);
        [self.gateway.said(), apart.unwrap_or_default()].join("\n")
    }

    /// Starts everything on the folder again, in place of what was.
    ///
    /// # Errors
    /// When it does not come up.
    pub fn restart(&mut self) -> anyhow::Result<()> {
        self.restart_with(None)
    }

    /// Starts everything again with what `FAILPOINTS` is to say.
    ///
    /// # Errors
    /// When it does not come up.
    pub fn restart_with(&mut self, fail_points: Option<String>) -> anyhow::Result<()> {
        self.restart_as(&Start {
            fail_points,
            ..self.start.clone()
        })
    }

    /// Starts everything again in another way, this once.
    ///
    /// # Errors
    /// When it does not come up.
    pub fn restart_as(&mut self, start: &Start) -> anyhow::Result<()> {
        self.gateway.kill().ok();
        self.normaliser.take();
        self.gateway = Gateway::start(start)?;
        self.normaliser = apart(start)?;
        Ok(())
    }

    /// Stops everything with SIGTERM and waits for its end.
    ///
    /// # Errors
    /// When it does not end well.
    pub fn stop(&mut self) -> anyhow::Result<()> {
        self.gateway.stop()?;
        self.normaliser
            .as_mut()
            .map_or(Ok(()), |apart| apart.stop())
    }

    /// Takes the casebook away from what was stopped, as if it were lost.
    ///
    /// # Errors
    /// When it cannot be taken away.
    pub fn lose_casebook(&self) -> anyhow::Result<()> {
        if let Some(database) = &self.database {
            return database.administer(CASEBOOK_EMPTIED);
        }
        for file in ["casebook.db", "casebook.db-wal", "casebook.db-shm"] {
            std::fs::remove_file(self.data().join(file)).ok();
        }
        Ok(())
    }

    /// Has the PostgreSQL under it do something, as its administrator.
    ///
    /// # Errors
    /// When it is on none, or that is refused.
    pub fn administer(&self, statement: &str) -> anyhow::Result<()> {
        let database = self.database.as_ref();
        database
            .context("it is on no PostgreSQL")?
            .administer(statement)
    }

    /// Runs a job of the command line on the data folder and gives its standard output.
    ///
    /// # Errors
    /// When the job could not be done.
    pub fn job(&self, arguments: &[&str]) -> anyhow::Result<String> {
        let done = run(&[arguments, &self.place()?].concat())?;
        let error = String::from_utf8_lossy(&done.stderr);
        anyhow::ensure!(done.status.success(), "caseway {arguments:?}: {error}");
        Ok(String::from_utf8(done.stdout)?)
    }

    /// The flags that name what the house is on.
    fn place(&self) -> anyhow::Result<Vec<&str>> {
        let data = self.data().to_str().context("the folder's path is UTF-8")?;
        let mut flags = vec!["--data", data];
        if let Some(database) = &self.database {
            flags.extend(["--postgres", database.url()]);
        }
        Ok(flags)
    }

    /// Starts a job of the command line on the data folder, in the background.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn begin(&self, arguments: &[&str]) -> anyhow::Result<Child> {
        Command::new(binary()?)
            .args([arguments, &self.place()?].concat())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("the binary cannot be started")
    }

    /// The flags that name who makes tables, where that is somebody else.
    #[must_use]
    pub fn owner(&self) -> Vec<&str> {
        let database = self.database.as_ref();
        database.map_or_else(Vec::new, |database| vec!["--owner", database.owner()])
    }

    /// Runs a job that cannot be done, and gives what it says to that.
    ///
    /// # Errors
    /// When it could be done.
    pub fn refused(&self, arguments: &[&str]) -> anyhow::Result<String> {
        let done = run(&[arguments, &self.place()?].concat())?;
        anyhow::ensure!(
            done.status.code() == Some(2),
            "caseway {arguments:?} was done"
        );
        Ok(String::from_utf8(done.stderr)?)
    }

    /// Adds a sender and gives its token.
    ///
    /// # Errors
    /// When there is one of that name.
    pub fn token(&self, name: &str, further: &[&str]) -> anyhow::Result<String> {
        let arguments = [&["senders", "add", name], further].concat();
        Ok(self.job(&arguments)?.trim().to_owned())
    }

    /// Adds a sender that sends over REST.
    ///
    /// # Errors
    /// When there is one of that name.
    pub fn sender(&self, name: &str) -> anyhow::Result<Rest> {
        Ok(self.rest(&self.token(name, &[])?))
    }

    /// The REST door, with a token.
    #[must_use]
    pub fn rest(&self, token: &str) -> Rest {
        Rest::new(self.gateway.addresses().http, token)
    }

    /// The gRPC door, with a token.
    ///
    /// # Errors
    /// When the address cannot be used.
    pub fn grpc(&self, token: &str) -> anyhow::Result<Grpc> {
        Grpc::new(self.gateway.addresses().grpc, token)
    }

    /// Where the doors and the console are.
    #[must_use]
    pub const fn addresses(&self) -> Addresses {
        self.gateway.addresses()
    }

    /// The console.
    #[must_use]
    pub fn console(&self) -> Console {
        Console::new(self.gateway.addresses().console)
    }

    /// Waits until everything a sender sent is recorded, and gives its account.
    ///
    /// # Errors
    /// When it takes too long.
    pub async fn settled(&self, sender: &Rest) -> anyhow::Result<Value> {
        let started = Instant::now();
        loop {
            let account = sender.account("").await?;
            if account["settled"] == true && account["tally"]["in_flight"] == 0 {
                return Ok(account);
            }
            let late = started.elapsed() > SETTLE_WAIT;
            anyhow::ensure!(!late, "not settled: {account}\n{}", self.said());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Every case, as `cases export` gives it.
    ///
    /// # Errors
    /// When the job could not be done.
    pub fn cases(&self) -> anyhow::Result<Vec<Value>> {
        let exported = self.job(&["cases", "export"])?;
        exported
            .lines()
            .map(|line| Ok(serde_json::from_str(line)?))
            .collect()
    }

    /// The folder of samples written elsewhere; none where this clone has none beside it.
    #[must_use]
    pub fn samples() -> Option<PathBuf> {
        samples()
    }
}

/// The normaliser of what is started, where it has a process of its own.
fn apart(start: &Start) -> anyhow::Result<Option<Aside>> {
    let apart = start.postgres.is_some();
    apart.then(|| Aside::normaliser(start)).transpose()
}

/// The bytes of a new key file.
fn random_key() -> std::io::Result<Vec<u8>> {
    let mut key = vec![0; 64];
    File::open("/dev/urandom")?.read_exact(&mut key)?;
    Ok(key)
}
