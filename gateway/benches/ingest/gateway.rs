//! A gateway: one process in a folder of its own, or the doors and a normaliser on
//! PostgreSQL.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::ensure;

use crate::postgres::Database;
use crate::process::{BINARY, Process};

/// A gateway that is up.
pub(crate) struct Gateway {
    processes: Vec<Process>,
    _folder: tempfile::TempDir,
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
    /// Starts the binary, on a database where there is one, and adds a sender.
    pub(crate) async fn start(database: Option<&Database>) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
        let place = configure(folder.path(), database)?;
        let added = place("senders").args(["add", "bench"]).output()?;
        let started = Instant::now();
        let job = database.map_or("run", |_| "serve");
        let mut command = place(job);
        for door in ["--http", "--grpc", "--console"] {
            command.args([door, "127.0.0.1:0"]);
        }
        let (doors, [http, grpc, _]) = Process::start(&mut command, "gateway")?;
        ensure!(doors.is_ready().await?, "the gateway is not ready");
        let ready_in = started.elapsed();
        let mut processes = vec![doors];
        if database.is_some() {
            let mut command = place("normalise");
            command.args(["--metrics", "127.0.0.1:0"]);
            processes.push(Process::start::<1>(&mut command, "normaliser")?.0);
        }
        Ok(Self {
            processes,
            _folder: folder,
            http,
            grpc,
            token: String::from_utf8(added.stdout)?.trim().to_owned(),
            ready_in,
        })
    }

    /// Waits until everything that was acknowledged is recorded.
    pub(crate) async fn settle(&self) -> anyhow::Result<()> {
        let settled = |line: &str| line == "caseway_feed_lag_entries 0";
        while !self.metrics().await?.lines().any(settled) {
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

    /// Ends every process and waits for it.
    pub(crate) async fn stop(self, within: Duration) -> anyhow::Result<()> {
        for process in self.processes {
            process.stop(within).await?;
        }
        Ok(())
    }
}

/// Writes a configuration with no limit on how often the sender may send, and gives what
/// makes a job of the binary on it.
fn configure(
    folder: &Path,
    database: Option<&Database>,
) -> anyhow::Result<impl Fn(&str) -> Command + use<>> {
    let config = folder.join("caseway.toml");
    std::fs::write(
        &config,
        "[intake]\nsubmissions_per_minute = 10000000\nsubmissions_burst = 1000000\n",
    )?;
    let url = database.map(|database| database.url.clone());
    if url.is_some() {
        std::fs::write(folder.join("vault.key"), [7; 64])?;
    }
    let data = folder.to_owned();
    Ok(move |job: &str| {
        let mut command = Command::new(BINARY);
        command.arg(job).arg("--config").arg(&config);
        command.arg("--data").arg(&data);
        if let Some(url) = &url {
            command.arg("--postgres").arg(url);
        }
        command
    })
}
