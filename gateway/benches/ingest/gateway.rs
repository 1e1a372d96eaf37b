//! The real binary, started in a folder of its own.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};

const BINARY: &str = env!("CARGO_BIN_EXE_caseway");

/// A gateway that is up.
pub(crate) struct Gateway {
    child: Child,
    _folder: tempfile::TempDir,
    /// The REST door.
    pub(crate) http: String,
    /// The gRPC door.
    pub(crate) grpc: String,
    /// The console.
    pub(crate) console: String,
    /// The token of the sender that the load plays.
    pub(crate) token: String,
    /// From the start of the process to its first answer.
    pub(crate) ready_in: Duration,
}

impl Gateway {
    /// Starts the binary and adds a sender.
    pub(crate) async fn start() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
        let token = Command::new(BINARY)
            .args(["senders", "add", "bench", "--data"])
            .arg(folder.path())
            .output()?
            .stdout;
        let started = Instant::now();
        let mut child = spawn(folder.path())?;
        let [http, grpc, console] = addresses(&mut child)?;
        let ready = reqwest::get(format!("{console}/readyz"))
            .await?
            .status()
            .is_success();
        ensure!(ready, "the gateway is not ready");
        let ready_in = started.elapsed();
        let token = String::from_utf8(token)?.trim().to_owned();
        Ok(Self {
            child,
            _folder: folder,
            http,
            grpc,
            console,
            token,
            ready_in,
        })
    }

    /// Waits until everything that was acknowledged is recorded.
    pub(crate) async fn settle(&self) -> anyhow::Result<()> {
        loop {
            let metrics = reqwest::get(format!("{}/metrics", self.console))
                .await?
                .text()
                .await?;
            if metrics
                .lines()
                .any(|line| line == "caseway_feed_lag_entries 0")
            {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// The mean time in each hop since the start, in milliseconds, by hop.
    pub(crate) async fn hops(&self) -> anyhow::Result<String> {
        let metrics = reqwest::get(format!("{}/metrics", self.console))
            .await?
            .text()
            .await?;
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

    /// The most memory the process had resident.
    pub(crate) fn peak_mib(&self) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib: u64 = peak
            .and_then(|text| text.trim().trim_end_matches(" kB").parse().ok())
            .context("no VmHWM")?;
        Ok(kib / 1024)
    }

    /// Ends the process and waits for it.
    pub(crate) async fn stop(mut self, within: Duration) -> anyhow::Result<()> {
        Command::new("kill")
            .arg(self.child.id().to_string())
            .status()?;
        let until = Instant::now() + within;
        while self.child.try_wait()?.is_none() {
            ensure!(
                Instant::now() < until,
                "the gateway did not drain in {within:?}"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        // Already gone after `stop`; after a failure this is the clean-up.
        self.child.kill().ok();
    }
}

/// Starts the process, with no limit on how often the sender may send.
fn spawn(folder: &Path) -> anyhow::Result<Child> {
    let config = folder.join("caseway.toml");
    std::fs::write(
        &config,
        "[intake]\nsubmissions_per_minute = 10000000\nsubmissions_burst = 1000000\n",
    )?;
    let mut command = Command::new(BINARY);
    command.arg("run").arg("--config").arg(&config);
    command.arg("--data").arg(folder);
    for door in ["--http", "--grpc", "--console"] {
        command.args([door, "127.0.0.1:0"]);
    }
    Ok(command.stderr(Stdio::piped()).spawn()?)
}

fn addresses(child: &mut Child) -> anyhow::Result<[String; 3]> {
    let mut lines = BufReader::new(child.stderr.take().context("no standard error")?).lines();
    let mut found = Vec::new();
    while found.len() < 3 {
        let line = lines.next().context("the gateway ended")??;
        if let Some(start) = line.find("http://") {
            let rest = &line[start + 7..];
            let end = rest.find(['/', ' ']).unwrap_or(rest.len());
            found.push(format!("http://{}", &rest[..end]));
        }
    }
    std::thread::spawn(move || lines.for_each(drop));
    found.try_into().ok().context("three addresses")
}
