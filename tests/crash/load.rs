//! A house under load from the ledger-keeping sender.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use caseway_tests::ledger::{self, Line};
use caseway_tests::{Database, House, Rest, Setting, round};

use crate::audit::{Audit, audit};

/// The sender's name in the Roster.
pub(crate) const SENDER: &str = "Ledger";
/// Seeds that a round of a long run leaves to the next.
const SEEDS_A_ROUND: u64 = 1_000;
/// The sender has this long to finish what it began.
const FINISH_WAIT: Duration = Duration::from_mins(1);

/// A house and the sender that loads it.
pub(crate) struct Load {
    /// The house.
    pub(crate) house: House,
    sender: Child,
    token: String,
    ledger: PathBuf,
}

impl Load {
    /// A house on fixed ports, and a sender that has begun.
    pub(crate) fn start(seed: u64, further: &[&str]) -> anyhow::Result<Self> {
        Self::on(House::with(&fixed())?, seed, further)
    }

    /// The same on a PostgreSQL database.
    pub(crate) fn shared(database: Database, seed: u64) -> anyhow::Result<Self> {
        Self::on(House::on(Some(database), &fixed())?, seed, &[])
    }

    /// The same on the embedded engine, whichever is chosen.
    pub(crate) fn embedded(seed: u64, further: &[&str]) -> anyhow::Result<Self> {
        Self::on(House::on(None, &fixed())?, seed, further)
    }

    fn on(house: House, seed: u64, further: &[&str]) -> anyhow::Result<Self> {
        let seed = seed.wrapping_add(round().wrapping_mul(SEEDS_A_ROUND));
        let token = house.token(SENDER, &[])?;
        let ledger = house.folder().join("ledger.ndjson");
        let mut house = house;
        let addresses = house.gateway().addresses();
        let sender = Command::new(env!("CARGO_BIN_EXE_ledger-sender"))
            .args([
                "--http",
                &addresses.http.to_string(),
                "--grpc",
                &addresses.grpc.to_string(),
            ])
            .args(["--token", &token, "--seed", &seed.to_string()])
            .arg("--ledger")
            .arg(&ledger)
            .args(further)
            .stdin(Stdio::piped())
            .spawn()
            .context("the sender cannot be started")?;
        Ok(Self {
            house,
            sender,
            token,
            ledger,
        })
    }

    /// How many bytes the ledger has.
    pub(crate) fn written(&self) -> u64 {
        self.ledger.metadata().map_or(0, |ledger| ledger.len())
    }

    /// Waits until the ledger has grown by so many bytes.
    pub(crate) async fn grown(&self, by: u64) -> anyhow::Result<()> {
        self.grown_from(self.written(), by).await
    }

    /// The same, since it had so many.
    pub(crate) async fn grown_from(&self, before: u64, by: u64) -> anyhow::Result<()> {
        let started = Instant::now();
        while self.written() < before + by {
            let late = started.elapsed() > FINISH_WAIT;
            anyhow::ensure!(!late, "nothing is answered: {}", self.house.said());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// The sender's own view of the REST door.
    pub(crate) fn rest(&self) -> Rest {
        self.house.rest(&self.token)
    }

    /// Lets the sender finish with the gateway up, and gives what it wrote down.
    pub(crate) fn finish(&mut self) -> anyhow::Result<Vec<Line>> {
        drop(self.sender.stdin.take());
        let started = Instant::now();
        while self.sender.try_wait()?.is_none() {
            let late = started.elapsed() > FINISH_WAIT;
            anyhow::ensure!(!late, "the sender has not finished: {}", self.house.said());
            std::thread::sleep(Duration::from_millis(20));
        }
        anyhow::ensure!(self.sender.wait()?.success(), "the sender failed");
        ledger::read(&self.ledger)
    }

    /// Lets the sender finish, waits until all is recorded, stops the gateway and
    /// checks what it has kept against the ledger.
    pub(crate) async fn end(&mut self) -> anyhow::Result<(Vec<Line>, Audit)> {
        let lines = self.finish()?;
        let account = self.house.settled(&self.rest()).await?;
        self.house.stop()?;
        let mut audit = audit(&self.house, SENDER, &lines).await?;
        if account["residual"] != 0 {
            audit.unaccounted.push(format!(
                "the gateway's own residual is {}",
                account["residual"]
            ));
        }
        Ok((lines, audit))
    }

    /// Ends the sender at once, and gives what it wrote down.
    pub(crate) fn abandon(&mut self) -> anyhow::Result<Vec<Line>> {
        self.sender.kill()?;
        self.sender.wait()?;
        self.lines()
    }

    /// What the sender has written down by now.
    pub(crate) fn lines(&self) -> anyhow::Result<Vec<Line>> {
        let text = std::fs::read_to_string(&self.ledger)?;
        let whole = text.rfind('\n').map_or("", |end| &text[..=end]);
        whole
            .lines()
            .map(|line| Ok(serde_json::from_str(line)?))
            .collect()
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.sender.kill().ok();
        self.sender.wait().ok();
    }
}

/// Doors that stay where they are.
fn fixed() -> Setting {
    Setting {
        keep_ports: true,
        ..Setting::default()
    }
}
