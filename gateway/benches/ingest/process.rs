//! A process of the real binary: started, asked for its metrics and its memory, stopped.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};

/// The real binary.
pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_caseway");

/// A process that is up.
pub(crate) struct Process {
    child: Child,
    /// What it is called in what is printed.
    pub(crate) name: &'static str,
    /// Where its metrics are.
    metrics: String,
}

impl Process {
    /// Starts one that tells so many addresses, the last of which has the metrics.
    pub(crate) fn start<const N: usize>(
        command: &mut Command,
        name: &'static str,
    ) -> anyhow::Result<(Self, [String; N])> {
        let mut child = command.stderr(Stdio::piped()).spawn()?;
        let addresses: [String; N] = addresses(&mut child)?;
        let metrics = addresses.last().context("it has an address")?.clone();
        let process = Self {
            child,
            name,
            metrics,
        };
        Ok((process, addresses))
    }

    /// Its metrics, in Prometheus' text format.
    pub(crate) async fn metrics(&self) -> anyhow::Result<String> {
        let answer = reqwest::get(format!("{}/metrics", self.metrics)).await?;
        Ok(answer.text().await?)
    }

    /// Whether it is ready.
    pub(crate) async fn is_ready(&self) -> anyhow::Result<bool> {
        let answer = reqwest::get(format!("{}/readyz", self.metrics)).await?;
        Ok(answer.status().is_success())
    }

    /// The most memory it had resident.
    pub(crate) fn peak_mib(&self) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib: u64 = peak
            .and_then(|text| text.trim().trim_end_matches(" kB").parse().ok())
            .context("no VmHWM")?;
        Ok(kib / 1024)
    }

    /// Ends it and waits for that.
    pub(crate) async fn stop(mut self, within: Duration) -> anyhow::Result<()> {
        Command::new("kill")
            .arg(self.child.id().to_string())
            .status()?;
        let until = Instant::now() + within;
        while self.child.try_wait()?.is_none() {
            ensure!(
                Instant::now() < until,
                "the {} did not drain in {within:?}",
                self.name
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Already gone after `stop`; after a failure this is the clean-up.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn addresses<const N: usize>(child: &mut Child) -> anyhow::Result<[String; N]> {
    let mut lines = BufReader::new(child.stderr.take().context("no standard error")?).lines();
    let mut found = Vec::new();
    while found.len() < N {
        let line = lines.next().context("the process ended")??;
        if let Some(start) = line.find("http://") {
            let rest = &line[start + 7..];
            let end = rest.find(['/', ' ']).unwrap_or(rest.len());
            found.push(format!("http://{}", &rest[..end]));
        }
    }
    std::thread::spawn(move || lines.for_each(drop));
    found.try_into().ok().context("so many addresses")
}
