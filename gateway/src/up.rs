//! A process that is up: the doors, the console, and the normaliser where it is in the same
//! process; started together and drained in order.

mod listeners;

use std::sync::Arc;

use caseway_store::StoreError;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::beside::beside;
use crate::clock::Clock;
use crate::config::Config;
use crate::console::{self, Accounts, Rates};
use crate::doors::{grpc, rest, serve::serve};
use crate::normalise::normalise;
use crate::start::{self, House};
use crate::telemetry;

use listeners::Listeners;
pub(crate) use listeners::{Addresses, bind};

/// A gateway that is up.
pub(crate) struct Running {
    /// The house.
    pub(crate) house: Arc<House>,
    /// Where the doors and the console are.
    pub(crate) addresses: Addresses,
    parts: JoinSet<()>,
    doors: CancellationToken,
    rest: CancellationToken,
}

impl Running {
    /// Opens the doors and the console; when it returns, they are open.
    pub(crate) async fn start(config: Config, clock: Clock) -> anyhow::Result<Self> {
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
        self.parts.spawn(console::watch(rates, rest_of));
        Ok(())
    }

    /// Normalises in the same process.
    pub(crate) fn normalise(&mut self) -> anyhow::Result<()> {
        let (house, stop) = (self.house.clone(), self.rest.clone());
        let carrier = start::carrier(&house.config)?;
        let work = beside(async move {
            let (store, parts) = (house.store.clone(), house.normaliser());
            if let Err(error) = normalise(store, parts, carrier, stop).await {
                tell(&error);
            }
        })?;
        self.parts.spawn_blocking(work);
        Ok(())
    }

    /// Lets what is under way end: doors first, then what is behind them.
    pub(crate) async fn drain(mut self) {
        self.doors.cancel();
        self.parts.join_next().await;
        self.parts.join_next().await;
        self.rest.cancel();
        while self.parts.join_next().await.is_some() {}
        self.house.store.close().await;
    }
}

/// What is kept contradicts itself: the doors stay open, the backlog grows and shows.
fn tell(error: &StoreError) {
    tracing::error!(%error, source = ?std::error::Error::source(error), "the normaliser stopped");
}

impl std::fmt::Display for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Addresses {
            http,
            grpc,
            console,
        } = self.addresses;
        let storage = &self.house.config.storage;
        writeln!(f, "caseway {} is up", env!("CARGO_PKG_VERSION"))?;
        writeln!(f, "  REST     http://{http}/fhir/Bundle")?;
        writeln!(
            f,
            "  gRPC     http://{grpc}  caseway.v1.Intake, caseway.v1.Reports"
        )?;
        writeln!(f, "  console  http://{console}/")?;
        writeln!(f, "  data     {}", storage.place())?;
        if self.house.config.identity.allow_synthetic {
            writeln!(
                f,
                "  synthetic identity numbers are taken: in production set identity.allow_synthetic = false"
            )?;
        }
        write!(
            f,
            "  a sender needs a token: caseway senders add NAME {}",
            storage.flag()
        )
    }
}

/// Returns at SIGINT or SIGTERM.
pub(crate) async fn stopped() -> std::io::Result<()> {
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
