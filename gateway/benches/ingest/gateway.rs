//! The real binary, started in a folder of its own.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};

const BINARY: &str = env!("CARGO_BIN_EXE_caseway");

/// A gateway that is up.
pub struct Gateway {
    child: Child,
    _folder: tempfile::TempDir,
    /// The REST door.
    pub http: String,
    /// The gRPC door.
    pub grpc: String,
    /// The console.
    pub console: String,
    /// The token of the sender that the load plays.
    pub token: String,
    /// From the start of the process to its first answer.
    pub ready_in: Duration,
}

impl Gateway {
    /// Starts the binary and adds a sender.
    pub async fn start() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir_in(".")?;
        let data = folder
            .path()
            .to_str()
            .context("the folder's name is not UTF-8")?
            .to_owned();
        let config = folder.path().join("caseway.toml");
        std::fs::write(
            &config,
            "[intake]\nsubmissions_per_minute = 10000000\nsubmissions_burst = 1000000\n",
        )?;
        let token = Command::new(BINARY)
            .args(["senders", "add", "bench", "--data", &data])
            .output()?
            .stdout;
        let started = Instant::now();
        let mut child = Command::new(BINARY)
            .arg("run")
            .arg("--config")
            .arg(&config)
            .args([
                "--data",
                &data,
                "--http",
                "127.0.0.1:0",
                "--grpc",
                "127.0.0.1:0",
                "--console",
                "127.0.0.1:0",
            ])
            .stderr(Stdio::piped())
            .spawn()?;
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
    pub async fn settle(&self) -> anyhow::Result<()> {
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

    /// The most memory the process had resident.
    pub fn peak_mib(&self) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib: u64 = peak
            .and_then(|text| text.trim().trim_end_matches(" kB").parse().ok())
            .context("no VmHWM")?;
        Ok(kib / 1024)
    }

    /// Ends the process and waits for it.
    pub async fn stop(mut self, within: Duration) -> anyhow::Result<()> {
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
