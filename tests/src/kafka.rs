//! An Apache Kafka for a house: topics of its own on the broker that there is, or a broker or
//! three of its own for tests that must not disturb the others.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::Context as _;
use tempfile::TempDir;

/// What a broker is found by: `HOST:PORT`.
const BROKERS: &str = "CASEWAY_TEST_KAFKA";
/// What names the folder of a broker.
const FOLDER: &str = "CASEWAY_TEST_KAFKA_FOLDER";
/// What says how many brokers there are in a folder.
const NODES: &str = "CASEWAY_TEST_KAFKA_NODES";

/// Topics and a group of their own.
#[derive(Debug)]
pub struct Kafka {
    brokers: String,
    name: String,
    /// How the brokers are spoken to, where not in the clear.
    tls: Option<Tls>,
    /// Where the brokers' folder is, where they are of its own.
    own: Option<TempDir>,
    /// How many brokers have each message.
    nodes: u8,
}

/// How brokers are spoken to over TLS.
#[derive(Debug)]
pub struct Tls {
    /// The file of the authority that their certificates must be of.
    pub authority: PathBuf,
    /// Who logs in.
    pub login: String,
    /// The file of the password.
    pub password: PathBuf,
}

impl Tls {
    fn config(&self) -> String {
        let Self {
            authority,
            login,
            password,
        } = self;
        format!(
            "tls_root = \"{}\"\nlogin = \"{login}\"\npassword_file = \"{}\"\n",
            authority.display(),
            password.display(),
        )
    }
}

impl Kafka {
    /// On the broker that there is; none, with a word, where there is none.
    #[must_use]
    pub fn fresh() -> Option<Self> {
        let brokers = std::env::var(BROKERS).ok().or_else(left_out)?;
        Some(Self::named(brokers, None, 1))
    }

    /// On a broker of its own, which goes when this does; none, with a word, where what needs
    /// Kafka is left out.
    ///
    /// # Errors
    /// When it does not start.
    pub fn of_its_own() -> anyhow::Result<Option<Self>> {
        Self::of_so_many(1)
    }

    /// The same on three brokers, each of which has every message.
    ///
    /// # Errors
    /// When they do not start.
    pub fn of_three() -> anyhow::Result<Option<Self>> {
        Self::of_so_many(3)
    }

    fn of_so_many(nodes: u8) -> anyhow::Result<Option<Self>> {
        if std::env::var(BROKERS).ok().or_else(left_out).is_none() {
            return Ok(None);
        }
        let mut kafka = Self::named(String::new(), Some(tempfile::tempdir()?), nodes);
        kafka.run(&["start"])?;
        kafka
            .run(&["brokers"])?
            .trim()
            .clone_into(&mut kafka.brokers);
        Ok(Some(kafka))
    }

    fn named(brokers: String, own: Option<TempDir>, nodes: u8) -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("caseway-{}-{number}", std::process::id());
        Self {
            brokers,
            name,
            tls: None,
            own,
            nodes,
        }
    }

    /// The same, spoken to over TLS and by a login.
    ///
    /// # Errors
    /// When the broker does not tell how.
    pub fn over_tls(mut self) -> anyhow::Result<Self> {
        let told = self.run(&["tls"])?;
        let mut lines = told.lines().map(str::to_owned);
        let mut line = || lines.next().context("tests/kafka tells four lines");
        self.brokers = line()?;
        self.tls = Some(Tls {
            authority: line()?.into(),
            login: line()?,
            password: line()?.into(),
        });
        Ok(self)
    }

    /// How the brokers are spoken to, where not in the clear.
    pub fn tls(&mut self) -> Option<&mut Tls> {
        self.tls.as_mut()
    }

    /// The configuration of what is carried by it, in so many partitions.
    #[must_use]
    pub fn config(&self, partitions: u32) -> String {
        let Self {
            brokers,
            name,
            nodes,
            ..
        } = self;
        format!(
            "[kafka]\nbrokers = \"{brokers}\"\nentries_topic = \"{}\"\n\
             cases_topic = \"{}\"\npartitions = {partitions}\nreplication = {nodes}\n\
             group = \"{name}\"\n{}",
            self.entries(),
            self.cases(),
            self.tls.as_ref().map(Tls::config).unwrap_or_default(),
        )
    }

    /// The topic of entries.
    #[must_use]
    pub fn entries(&self) -> String {
        format!("{}.entries", self.name)
    }

    /// The topic of Cases.
    #[must_use]
    pub fn cases(&self) -> String {
        format!("{}.cases", self.name)
    }

    /// Every message of a topic, key and value.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(&self, topic: &str) -> anyhow::Result<Vec<(String, String)>> {
        let read = self.run(&["read", topic])?;
        let lines = read.lines().filter_map(|line| line.split_once('\t'));
        Ok(lines
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect())
    }

    /// Moves where the normalisers, none of which is up, go on reading: `earliest` or
    /// `latest`.
    ///
    /// # Errors
    /// When it is refused.
    pub fn hint(&self, to: &str) -> anyhow::Result<()> {
        let told = self.run(&["hint", &self.name, &self.entries(), to])?;
        anyhow::ensure!(told.contains(&self.entries()), "no partition moved: {told}");
        Ok(())
    }

    /// Gives a setting of the topic of entries another value.
    ///
    /// # Errors
    /// When it is refused.
    pub fn set(&self, key: &str, value: &str) -> anyhow::Result<()> {
        let setting = format!("{key}={value}");
        self.run(&["set", &self.entries(), &setting]).map(drop)
    }

    /// Gives a setting of the topic of entries the value that the broker has for it.
    ///
    /// # Errors
    /// When it is refused.
    pub fn unset(&self, key: &str) -> anyhow::Result<()> {
        self.run(&["unset", &self.entries(), key]).map(drop)
    }

    /// Takes the topic of entries away, with all that is in it.
    ///
    /// # Errors
    /// When it is refused.
    pub fn forget(&self) -> anyhow::Result<()> {
        self.run(&["forget", &self.entries()]).map(drop)
    }

    /// As if the power went.
    ///
    /// # Errors
    /// When it cannot be ended.
    pub fn die(&self) -> anyhow::Result<()> {
        self.run(&["kill"]).map(drop)
    }

    /// The same to one of several, numbered from 1.
    ///
    /// # Errors
    /// When it cannot be ended.
    pub fn die_at(&self, node: u8) -> anyhow::Result<()> {
        self.run(&["kill", &node.to_string()]).map(drop)
    }

    /// As if the power went, and the disk with it.
    ///
    /// # Errors
    /// When it cannot be ended.
    pub fn lose_disk(&self) -> anyhow::Result<()> {
        self.run(&["wipe"]).map(drop)
    }

    /// Starts once more whatever of it is dead.
    ///
    /// # Errors
    /// When it does not start.
    pub fn again(&self) -> anyhow::Result<()> {
        self.run(&["start"]).map(drop)
    }

    fn run(&self, arguments: &[&str]) -> anyhow::Result<String> {
        let script: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("kafka");
        let mut command = Command::new(script);
        command.args(arguments);
        if let Some(own) = &self.own {
            command.env(FOLDER, own.path().join("kafka"));
            command.env(NODES, self.nodes.to_string());
        }
        let ran = command.output()?;
        let told = String::from_utf8_lossy(&ran.stderr);
        anyhow::ensure!(ran.status.success(), "tests/kafka {arguments:?}: {told}");
        Ok(String::from_utf8(ran.stdout)?)
    }
}

impl Drop for Kafka {
    fn drop(&mut self) {
        if self.own.is_some() {
            self.run(&["stop"]).ok();
        }
    }
}

/// Says, past the capture of a test's output, that tests are left out.
fn left_out() -> Option<String> {
    static SAID: Once = Once::new();
    SAID.call_once(|| {
        let line = format!("{BROKERS} is not set: the journeys through Kafka are LEFT OUT\n");
        std::io::stderr().write_all(line.as_bytes()).ok();
    });
    None
}
