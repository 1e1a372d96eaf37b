//! A running gateway: started, found, stopped or killed.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

use anyhow::Context as _;

use crate::binary;

/// A gateway has this long to come up.
const UP_WAIT: Duration = Duration::from_mins(1);

/// How a gateway is started.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// The data folder.
    pub data: PathBuf,
    /// A configuration file.
    pub config: Option<PathBuf>,
    /// The ports of the REST and the gRPC door; absent: free ones.
    pub ports: Option<(u16, u16)>,
    /// What `FAILPOINTS` says, such as `journal-before-commit=3*off->pause`.
    pub fail_points: Option<String>,
}

/// Where a gateway is.
#[derive(Clone, Copy, Debug)]
pub struct Addresses {
    /// The FHIR REST door.
    pub http: SocketAddr,
    /// The gRPC door.
    pub grpc: SocketAddr,
    /// The console.
    pub console: SocketAddr,
}

/// A gateway in a process of its own; killed when dropped.
#[derive(Debug)]
pub struct Gateway {
    child: Child,
    addresses: Addresses,
    said: Arc<Mutex<String>>,
}

impl Gateway {
    /// Starts a gateway and waits until its doors are open.
    ///
    /// # Errors
    /// When it does not come up; the error has what it said.
    pub fn start(start: &Start) -> anyhow::Result<Self> {
        let mut child = command(start)?
            .spawn()
            .context("the gateway cannot be started")?;
        let stderr = child
            .stderr
            .take()
            .context("the gateway has a standard error")?;
        let said = Arc::new(Mutex::new(String::new()));
        let (tell, told) = mpsc::channel();
        let log = said.clone();
        std::thread::spawn(move || listen(stderr, &log, &tell));
        let told = told.recv_timeout(UP_WAIT);
        let what = || said.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Ok(addresses) = told else {
            child.kill().ok();
            child.wait().ok();
            anyhow::bail!("the gateway did not come up; it said:\n{}", what());
        };
        Ok(Self {
            child,
            addresses,
            said,
        })
    }

    /// Where it is.
    #[must_use]
    pub const fn addresses(&self) -> Addresses {
        self.addresses
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
        let signal = format!("kill -TERM {}", self.child.id());
        let sent = Command::new("sh").args(["-c", &signal]).status()?;
        anyhow::ensure!(sent.success(), "SIGTERM could not be sent");
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
            anyhow::ensure!(
                started.elapsed() < within,
                "the gateway has not ended in {within:?}"
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn command(start: &Start) -> anyhow::Result<Command> {
    let (http, grpc) = start.ports.unwrap_or((0, 0));
    let mut command = Command::new(binary()?);
    command.arg("run").arg("--data").arg(&start.data);
    for (flag, port) in [("--http", http), ("--grpc", grpc), ("--console", 0)] {
        command.arg(flag).arg(format!("127.0.0.1:{port}"));
    }
    if let Some(config) = &start.config {
        command.arg("--config").arg(config);
    }
    command.env_remove("FAILPOINTS").env_remove("CASEWAY_LOG");
    if let Some(fail_points) = &start.fail_points {
        command.env("FAILPOINTS", fail_points);
    }
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    Ok(command)
}

/// Keeps what the gateway says, and tells its addresses once all are known.
fn listen(stderr: ChildStderr, log: &Mutex<String>, tell: &mpsc::Sender<Addresses>) {
    let (mut http, mut grpc, mut console) = (None, None, None);
    let mut told = false;
    for line in BufReader::new(stderr).lines().map_while(Result::ok) {
        let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
        log.push_str(&line);
        log.push('\n');
        drop(log);
        let mut words = line.split_whitespace();
        let place = match words.next() {
            Some("REST") => &mut http,
            Some("gRPC") => &mut grpc,
            Some("console") => &mut console,
            _ => continue,
        };
        *place = place.or_else(|| words.next().and_then(address));
        if let (Some(http), Some(grpc), Some(console), false) = (http, grpc, console, told) {
            told = tell
                .send(Addresses {
                    http,
                    grpc,
                    console,
                })
                .is_ok();
        }
    }
}

fn address(url: &str) -> Option<SocketAddr> {
    url.strip_prefix("http://")?.split('/').next()?.parse().ok()
}

/// Two ports that nobody listens on now.
///
/// # Errors
/// When the system has none.
pub(crate) fn free_ports() -> anyhow::Result<(u16, u16)> {
    let any = || std::net::TcpListener::bind(("127.0.0.1", 0));
    let (one, other) = (any()?, any()?);
    Ok((one.local_addr()?.port(), other.local_addr()?.port()))
}

/// The folder of samples written elsewhere; none where this clone has none beside it.
#[must_use]
pub(crate) fn samples() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples");
    folder.is_dir().then_some(folder)
}
