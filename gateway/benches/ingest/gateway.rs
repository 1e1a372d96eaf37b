//! A gateway: one process in a folder of its own, or the doors and a normaliser on
//! PostgreSQL.

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};

use crate::kafka::Kafka;
use crate::postgres::Database;
use crate::process::{BINARY, Process};

/// A gateway that is up.
pub(crate) struct Gateway {
    processes: Vec<Process>,
    place: Place,
    /// The REST door.
    pub(crate) http: String,
    /// The gRPC door.
    pub(crate) grpc: String,
    /// The token of the sender that the load plays.
    pub(crate) token: String,
    /// From the start of the process to its first answer.
    pub(crate) ready_in: Duration,
}

impl Gateway {
    /// Starts the binary, on a database where there is one and with Kafka where there is
    /// one, and adds a sender of that name.
    pub(crate) async fn start(on: On<'_>, sender: &str) -> anyhow::Result<Self> {
        let place = Place::configure(on)?;
        let added = place.job("senders").args(["add", sender]).output()?;
        let started = Instant::now();
        let job = on.database.map_or("run", |_| "serve");
        let mut command = place.job(job);
        for door in ["--http", "--grpc", "--console"] {
            command.args([door, "127.0.0.1:0"]);
        }
        let (doors, [http, grpc, _]) = Process::start(&mut command, "gateway")?;
        ensure!(doors.is_ready().await?, "the gateway is not ready");
        let ready_in = started.elapsed();
        let mut processes = vec![doors];
        for (job, name, there) in [
            ("relay", "relay", on.kafka.is_some()),
            ("normalise", "normaliser", on.database.is_some()),
        ] {
            if there {
                let mut command = place.job(job);
                command.args(["--metrics", "127.0.0.1:0"]);
                processes.push(Process::start::<1>(&mut command, name)?.0);
            }
        }
        Ok(Self {
            processes,
            place,
            http,
            grpc,
            token: String::from_utf8(added.stdout)?.trim().to_owned(),
            ready_in,
        })
    }

    /// Waits until everything that was acknowledged is recorded, as the last process tells:
    /// where there are several it has no console, and reads the backlog alone.
    pub(crate) async fn settle(&self) -> anyhow::Result<()> {
        let settled = |line: &str| line == "caseway_feed_lag_entries 0";
        let asked = self.processes.last().context("no process is up")?;
        while !asked.metrics().await?.lines().any(settled) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Ok(())
    }

    /// The metrics of every process.
    async fn metrics(&self) -> anyhow::Result<String> {
        let mut all = String::new();
        for process in &self.processes {
            all.push_str(&process.metrics().await?);
        }
        Ok(all)
    }

    /// The mean time in each hop since the start, in milliseconds, by hop.
    pub(crate) async fn hops(&self) -> anyhow::Result<String> {
        let metrics = self.metrics().await?;
        let value = |name: &str| -> Option<f64> {
            let line = metrics.lines().find_map(|line| line.strip_prefix(name))?;
            line.trim().parse().ok()
        };
        let hop = |hop: &&str| -> Option<String> {
            let sum = value(&format!(
                "caseway_hop_duration_seconds_sum{{hop=\"{hop}\"}} "
            ))?;
            let entries = value(&format!("caseway_hop_entries_total{{hop=\"{hop}\"}} "))?;
            Some(format!("{hop} {:.2}", sum * 1e3 / entries))
        };
        let hops = ["check", "seal", "append", "normalise", "link", "record"];
        Ok(hops.iter().filter_map(hop).collect::<Vec<_>>().join(", "))
    }

    /// The most memory that each process had resident.
    pub(crate) fn peaks(&self) -> anyhow::Result<String> {
        let peaks = self.processes.iter();
        let peaks =
            peaks.map(|process| Ok(format!("{} {} MiB", process.name, process.peak_mib()?)));
        Ok(peaks.collect::<anyhow::Result<Vec<_>>>()?.join(", "))
    }

    /// Rebuilds the Casebook beside the one in use, and gives what that says of itself.
    pub(crate) fn replay(&self) -> anyhow::Result<String> {
        let mut command = self.place.job("replay");
        command.arg("build");
        if let Some(owner) = &self.place.owner {
            command.args(["--owner", owner]);
        }
        let done = command.output()?;
        let told = String::from_utf8_lossy(&done.stderr);
        ensure!(done.status.success(), "caseway replay build: {told}");
        let told = String::from_utf8(done.stdout)?;
        Ok(told.lines().next().unwrap_or_default().to_owned())
    }

    /// Ends every process and waits for it.
    pub(crate) async fn stop(self, within: Duration) -> anyhow::Result<()> {
        for process in self.processes {
            process.stop(within).await?;
        }
        Ok(())
    }
}

/// What a gateway is on: nothing, for a folder of its own.
#[derive(Clone, Copy, Default)]
pub(crate) struct On<'s> {
    pub(crate) database: Option<&'s Database>,
    pub(crate) kafka: Option<&'s Kafka>,
    /// Its tables have rows that nobody could replay.
    pub(crate) grown: bool,
}

impl<'s> On<'s> {
    /// On a database, and no more.
    pub(crate) fn database(database: &'s Database) -> Self {
        Self {
            database: Some(database),
            ..Self::default()
        }
    }
}

/// Where the processes of a gateway keep everything.
struct Place {
    folder: tempfile::TempDir,
    url: Option<String>,
    owner: Option<String>,
}

impl Place {
    /// Writes a configuration with no limit on how often the sender may send.
    fn configure(on: On<'_>) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
        let limits = "[intake]\nsubmissions_per_minute = 10000000\nsubmissions_burst = 1000000\n";
        let kafka = on.kafka.map(Kafka::config).transpose()?;
        let config = [limits, &kafka.unwrap_or_default()].concat();
        std::fs::write(folder.path().join("caseway.toml"), config)?;
        if on.database.is_some() {
            // One key for all that were and will be on the database.
            std::fs::write(folder.path().join("vault.key"), [7; 64])?;
        }
        Ok(Self {
            folder,
            url: on.database.map(|database| database.url.clone()),
            owner: on.database.map(|database| database.owner.clone()),
        })
    }

    /// A job of the binary.
    fn job(&self, job: &str) -> Command {
        let mut command = Command::new(BINARY);
        let config = self.folder.path().join("caseway.toml");
        command.arg(job).arg("--config").arg(config);
        command.arg("--data").arg(self.folder.path());
        if let Some(url) = &self.url {
            command.arg("--postgres").arg(url);
        }
        command
    }
}
