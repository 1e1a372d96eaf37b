//! `caseway run`: everything in one process, on the embedded engine.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::beside::beside;
use crate::clock::Clock;
use crate::config::Config;
use crate::console::{self, Accounts, Rates};
use crate::doors::{grpc, rest, serve::serve};
use crate::start::House;
use crate::telemetry;

/// Keep a gateway up: both doors, the normaliser and the console in one process.
///
/// Nothing has to be configured. Stop it with Ctrl-C or SIGTERM: requests under
/// way are answered first.
#[derive(Args)]
pub(super) struct Run {
    /// A configuration file; see deploy/caseway.toml for every setting.
    #[arg(long, value_name = "FILE", env = "CASEWAY_CONFIG")]
    config: Option<PathBuf>,
    /// The folder of the databases.
    #[arg(long, value_name = "DIR", env = "CASEWAY_DATA")]
    data: Option<PathBuf>,
    /// The address of the FHIR REST door.
    #[arg(long, value_name = "ADDR")]
    http: Option<SocketAddr>,
    /// The address of the gRPC door.
    #[arg(long, value_name = "ADDR")]
    grpc: Option<SocketAddr>,
    /// The address of the console and the metrics; senders must not reach it.
    #[arg(long, value_name = "ADDR")]
    console: Option<SocketAddr>,
}

impl Run {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let running = Running::start(self.config()?, Clock::system()).await?;
        eprintln!("{running}");
        stopped().await?;
        eprintln!("caseway: draining; a second signal stops at once");
        tokio::select! {
            () = running.drain() => {}
            second = stopped() => second?,
        }
        Ok(ExitCode::SUCCESS)
    }

    fn config(self) -> anyhow::Result<Config> {
        let mut config = Config::read(self.config.as_deref())?;
        let Self {
            data,
            http,
            grpc,
            console,
            ..
        } = self;
        config.storage.data = data.unwrap_or(config.storage.data);
        config.doors.http = http.unwrap_or(config.doors.http);
        config.doors.grpc = grpc.unwrap_or(config.doors.grpc);
        config.console.address = console.unwrap_or(config.console.address);
        Ok(config)
    }
}

/// A gateway that is up.
pub(super) struct Running {
    /// The house.
    pub(super) house: Arc<House>,
    /// Where the doors and the console are.
    pub(super) addresses: Addresses,
    parts: JoinSet<()>,
    doors: CancellationToken,
    rest: CancellationToken,
}

/// Where the doors and the console are.
#[derive(Clone, Copy)]
pub(super) struct Addresses {
    pub(super) http: SocketAddr,
    pub(super) grpc: SocketAddr,
    pub(super) console: SocketAddr,
}

impl Running {
    /// Starts every part; when it returns, the doors are open.
    pub(super) async fn start(config: Config, clock: Clock) -> anyhow::Result<Self> {
        let metrics = telemetry::metrics()?;
        let listeners = Listeners::bind(&config).await?;
        let addresses = listeners.addresses()?;
        let house = House::build(config, clock).await?;
        let mut running = Self {
            house,
            addresses,
            parts: JoinSet::new(),
            doors: CancellationToken::new(),
            rest: CancellationToken::new(),
        };
        running.open(listeners, metrics).await?;
        Ok(running)
    }

    async fn open(
        &mut self,
        listeners: Listeners,
        metrics: PrometheusHandle,
    ) -> anyhow::Result<()> {
        let (house, limits) = (&self.house, &self.house.config.doors);
        let rates = Arc::new(Rates::new(metrics.clone()));
        let console = console::Console {
            house: house.clone(),
            metrics,
            rates: rates.clone(),
            accounts: Arc::new(Accounts::new(house.desk.clone())),
        };
        let (doors, rest_of) = (self.doors.clone(), self.rest.clone());
        let http = serve(
            listeners.http,
            rest::router(house.clone()),
            limits.clone(),
            doors.clone(),
        );
        let grpc = grpc::router(house.clone()).await?;
        let grpc = serve(listeners.grpc, grpc, limits.clone(), doors);
        let console = serve(
            listeners.console,
            console::router(console),
            limits.clone(),
            rest_of.clone(),
        );
        self.parts.spawn(http);
        self.parts.spawn(grpc);
        self.parts.spawn(console);
        self.parts.spawn(console::watch(rates, rest_of.clone()));
        let normaliser = beside(normalise(house.normaliser(), rest_of))?;
        self.parts.spawn_blocking(normaliser);
        Ok(())
    }

    /// Lets what is under way end: doors first, then what is behind them.
    pub(super) async fn drain(mut self) {
        self.doors.cancel();
        self.parts.join_next().await;
        self.parts.join_next().await;
        self.rest.cancel();
        while self.parts.join_next().await.is_some() {}
        self.house.close().await;
    }
}

impl std::fmt::Display for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Addresses {
            http,
            grpc,
            console,
        } = self.addresses;
        writeln!(f, "caseway {} is up", env!("CARGO_PKG_VERSION"))?;
        writeln!(f, "  REST     http://{http}/fhir/Bundle")?;
        writeln!(
            f,
            "  gRPC     http://{grpc}  caseway.v1.Intake, caseway.v1.Reports"
        )?;
        writeln!(f, "  console  http://{console}/")?;
        writeln!(f, "  data     {}", self.house.config.storage.data.display())?;
        if self.house.config.identity.allow_synthetic {
            writeln!(
                f,
                "  synthetic identity numbers are taken: in production set identity.allow_synthetic = false"
            )?;
        }
        write!(
            f,
            "  a sender needs a token: caseway senders add NAME --data {}",
            self.house.config.storage.data.display()
        )
    }
}

/// Runs the normaliser until it is told to stop. What is kept contradicting itself is
/// for a person to look at: the doors stay open, the backlog grows and shows.
async fn normalise(parts: caseway_normaliser::Parts, stop: CancellationToken) {
    if let Err(error) = caseway_normaliser::run(parts, stop.cancelled_owned()).await {
        tracing::error!(%error, source = ?std::error::Error::source(&*error), "the normaliser stopped");
    }
}

struct Listeners {
    http: TcpListener,
    grpc: TcpListener,
    console: TcpListener,
}

impl Listeners {
    async fn bind(config: &Config) -> anyhow::Result<Self> {
        Ok(Self {
            http: bind(config.doors.http, "--http").await?,
            grpc: bind(config.doors.grpc, "--grpc").await?,
            console: bind(config.console.address, "--console").await?,
        })
    }

    fn addresses(&self) -> std::io::Result<Addresses> {
        Ok(Addresses {
            http: self.http.local_addr()?,
            grpc: self.grpc.local_addr()?,
            console: self.console.local_addr()?,
        })
    }
}

async fn bind(address: SocketAddr, flag: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}; choose another with {flag}"))
}

/// Returns at SIGINT or SIGTERM.
pub(super) async fn stopped() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (
        signal(SignalKind::interrupt())?,
        signal(SignalKind::terminate())?,
    );
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    Ok(())
}
