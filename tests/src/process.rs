//! A process of the binary: started, listened to, stopped or killed.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

use anyhow::Context as _;

/// A process has this long to come up.
const UP_WAIT: Duration = Duration::from_mins(1);

/// A process that tells where it is; killed when dropped.
#[derive(Debug)]
pub struct Process {
    child: Child,
    said: Arc<Mutex<String>>,
}

impl Process {
    /// Starts one and waits until it has told an address after each of some words.
    ///
    /// # Errors
    /// When it does not come up; the error has what it said.
    pub(crate) fn start<const N: usize>(
        command: &mut Command,
        words: [&'static str; N],
    ) -> anyhow::Result<(Self, [SocketAddr; N])> {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut child = command.spawn().context("the binary cannot be started")?;
        let stderr = child.stderr.take().context("it has a standard error")?;
        let process = Self {
            child,
            said: Arc::default(),
        };
        let (tell, told) = mpsc::channel();
        let log = process.said.clone();
        std::thread::spawn(move || listen(stderr, &log, (words, &tell)));
        let addresses = told.recv_timeout(UP_WAIT);
        let addresses = addresses.map_err(|_| {
            anyhow::anyhow!("{command:?} did not come up; it said:\n{}", process.said())
        })?;
        Ok((process, addresses))
    }

    /// Everything it has written to standard error.
    #[must_use]
    pub fn said(&self) -> String {
        self.said
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// SIGKILL: it is gone at once.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// SIGTERM.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn terminate(&self) -> anyhow::Result<()> {
        self.signal("TERM")
    }

    /// Sends a signal, such as `STOP` or `CONT`.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn signal(&self, name: &str) -> anyhow::Result<()> {
        let signal = format!("kill -{name} {}", self.child.id());
        let sent = Command::new("sh").args(["-c", &signal]).status()?;
        anyhow::ensure!(sent.success(), "SIG{name} could not be sent");
        Ok(())
    }

    /// Waits for its end.
    ///
    /// # Errors
    /// When it has not ended in time.
    pub fn ended(&mut self, within: Duration) -> anyhow::Result<ExitStatus> {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            anyhow::ensure!(started.elapsed() < within, "it has not ended in {within:?}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Stops it with SIGTERM and waits for its end.
    ///
    /// # Errors
    /// When it does not end well.
    pub fn stop(&mut self) -> anyhow::Result<()> {
        self.terminate()?;
        let status = self.ended(Duration::from_secs(20))?;
        anyhow::ensure!(status.success(), "it ended with {status}: {}", self.said());
        Ok(())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Keeps what a process says, and tells its addresses once all are known.
fn listen<const N: usize>(
    stderr: ChildStderr,
    log: &Mutex<String>,
    (words, tell): ([&str; N], &mpsc::Sender<[SocketAddr; N]>),
) {
    let mut places = words.map(|word| (word, None));
    let mut told = false;
    for line in BufReader::new(stderr).lines().map_while(Result::ok) {
        let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
        log.push_str(&line);
        log.push('\n');
        drop(log);
        for (word, place) in &mut places {
            let after = line.trim_start().strip_prefix(*word);
            *place = place.or_else(|| after.and_then(address));
        }
        let known: Vec<SocketAddr> = places.iter().filter_map(|(_, place)| *place).collect();
        if let (Ok(known), false) = (<[SocketAddr; N]>::try_from(known), told) {
            told = tell.send(known).is_ok();
        }
    }
}

fn address(url: &str) -> Option<SocketAddr> {
    let url = url.trim_start().strip_prefix("http://")?;
    url.split(['/', ' ']).next()?.parse().ok()
}
