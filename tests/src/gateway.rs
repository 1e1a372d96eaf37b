//! The processes of a gateway: the doors, and the normaliser where it is apart.

use std::net::{SocketAddr, TcpListener};
use std::ops::{Deref, DerefMut, Range};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;

use crate::binary;
use crate::process::Process;

/// How a gateway is started.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// The data folder.
    pub data: PathBuf,
    /// A PostgreSQL database in place of the folder's.
    pub postgres: Option<String>,
    /// A configuration file.
    pub config: Option<PathBuf>,
    /// The ports of the REST and the gRPC door; absent: free ones.
    pub ports: Option<(u16, u16)>,
    /// What `FAILPOINTS` says, such as `journal-before-commit=3*off->pause`.
    pub fail_points: Option<String>,
    /// What else its environment says, by name.
    pub environment: Vec<(String, String)>,
}

impl Start {
    /// A job of the binary on what this starts on.
    fn command(&self, job: &str) -> anyhow::Result<Command> {
        let mut command = Command::new(binary()?);
        command.arg(job).arg("--data").arg(&self.data);
        if let Some(url) = &self.postgres {
            command.arg("--postgres").arg(url);
        }
        if let Some(config) = &self.config {
            command.arg("--config").arg(config);
        }
        for own in ["FAILPOINTS", "CASEWAY_LOG", "CASEWAY_LOG_FORMAT"] {
            command.env_remove(own);
        }
        if let Some(fail_points) = &self.fail_points {
            command.env("FAILPOINTS", fail_points);
        }
        let environment = self.environment.iter();
        command.envs(environment.map(|(name, value)| (name, value)));
        Ok(command)
    }
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

/// The doors and the console; without PostgreSQL the normaliser too.
#[derive(Debug)]
pub struct Gateway {
    process: Process,
    addresses: Addresses,
}

impl Gateway {
    /// Starts a gateway and waits until its doors are open.
    ///
    /// # Errors
    /// When it does not come up; the error has what it said.
    pub fn start(start: &Start) -> anyhow::Result<Self> {
        let job = start.postgres.as_ref().map_or("run", |_| "serve");
        let mut command = start.command(job)?;
        let (http, grpc) = start.ports.unwrap_or((0, 0));
        for (flag, port) in [("--http", http), ("--grpc", grpc), ("--console", 0)] {
            command.arg(flag).arg(format!("127.0.0.1:{port}"));
        }
        let (process, addresses) = Process::start(&mut command, ["REST", "gRPC", "console"])?;
        let [http, grpc, console] = addresses;
        Ok(Self {
            process,
            addresses: Addresses {
                http,
                grpc,
                console,
            },
        })
    }

    /// Where it is.
    #[must_use]
    pub const fn addresses(&self) -> Addresses {
        self.addresses
    }
}

/// What works behind the doors in a process of its own: a normaliser or a relay.
#[derive(Debug)]
pub struct Aside {
    process: Process,
    metrics: SocketAddr,
}

impl Aside {
    /// Starts a normaliser and waits until it is up.
    ///
    /// # Errors
    /// When it does not come up; the error has what it said.
    pub fn normaliser(start: &Start) -> anyhow::Result<Self> {
        Self::start(start, "normalise")
    }

    /// Starts a relay and waits until it is up.
    ///
    /// # Errors
    /// When it does not come up; the error has what it said.
    pub fn relay(start: &Start) -> anyhow::Result<Self> {
        Self::start(start, "relay")
    }

    fn start(start: &Start, job: &str) -> anyhow::Result<Self> {
        let mut command = start.command(job)?;
        command.args(["--metrics", "127.0.0.1:0"]);
        let (process, [metrics]) = Process::start(&mut command, ["metrics"])?;
        Ok(Self { process, metrics })
    }

    /// Everything it has written to standard error.
    #[must_use]
    pub fn said(&self) -> String {
        self.process.said()
    }

    /// Where its metrics are.
    #[must_use]
    pub const fn metrics(&self) -> SocketAddr {
        self.metrics
    }
}

impl Deref for Gateway {
    type Target = Process;

    fn deref(&self) -> &Process {
        &self.process
    }
}

impl DerefMut for Gateway {
    fn deref_mut(&mut self) -> &mut Process {
        &mut self.process
    }
}

impl Deref for Aside {
    type Target = Process;

    fn deref(&self) -> &Process {
        &self.process
    }
}

impl DerefMut for Aside {
    fn deref_mut(&mut self) -> &mut Process {
        &mut self.process
    }
}

/// Where ports of processes are that come back to them: below those that the system gives to
/// whoever connects, which may have them while such a process is down.
const KEPT_PORTS: Range<u16> = 10_000..20_000;

/// Two ports that nobody has now.
///
/// # Errors
/// When there are none.
pub(crate) fn free_ports() -> anyhow::Result<(u16, u16)> {
    let port = || {
        std::iter::repeat_with(|| fastrand::u16(KEPT_PORTS))
            .take(KEPT_PORTS.len())
            .find_map(|port| TcpListener::bind(("127.0.0.1", port)).ok())
            .context("every port is taken")
    };
    let (one, other) = (port()?, port()?);
    Ok((one.local_addr()?.port(), other.local_addr()?.port()))
}

/// The folder of samples written elsewhere; none where this clone has none beside it.
#[must_use]
pub(crate) fn samples() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples");
    folder.is_dir().then_some(folder)
}
