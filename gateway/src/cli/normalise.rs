//! `caseway normalise`: the normaliser in a process of its own.

use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use tokio_util::sync::CancellationToken;

use super::place::Place;
use crate::beside::beside;
use crate::config::Config;
use crate::console::probes;
use crate::doors::serve::serve;
use crate::normalise::normalise;
use crate::start::{self, Store};
use crate::telemetry;
use crate::up::{bind, stopped};

/// Turn what the doors keep into cases, on a PostgreSQL that `caseway serve` works on too.
///
/// Any number can be up at once: one works, the others stand by and take over within ten
/// seconds. Stop it with Ctrl-C or SIGTERM: the page under way is recorded first.
#[derive(Args)]
pub(super) struct Normalise {
    #[command(flatten)]
    place: Place,
    /// The address of the metrics and the probes.
    #[arg(long, value_name = "ADDR")]
    metrics: Option<SocketAddr>,
}

impl Normalise {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let config = self.place.shared(|config| {
            let metrics = &mut config.normaliser.metrics;
            *metrics = self.metrics.unwrap_or(*metrics);
        })?;
        keep(&config).await?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Normalises until it is told to stop, or until it cannot go on.
async fn keep(config: &Config) -> anyhow::Result<()> {
    let metrics = telemetry::metrics()?;
    let listener = bind(config.normaliser.metrics, "--metrics").await?;
    let address = listener.local_addr()?;
    let store = Store::open(&config.storage).await?;
    let parts = start::normaliser(config, &store).await?;
    let stop = CancellationToken::new();
    let probes = probes::router(metrics, store.ledger());
    let probes = tokio::spawn(serve(listener, probes, config.doors.clone(), stop.clone()));
    let normaliser = beside(normalise(store.clone(), parts, stop.clone()))?;
    let mut normaliser = tokio::task::spawn_blocking(normaliser);
    eprintln!("caseway {} normalises", env!("CARGO_PKG_VERSION"));
    eprintln!("  metrics  http://{address}/metrics");
    eprintln!("  data     {}", config.storage.place());
    tokio::select! {
        signal = stopped() => signal?,
        ended = &mut normaliser => return ended?.context("the normaliser stopped"),
    }
    stop.cancel();
    normaliser.await?.context("the normaliser stopped")?;
    probes.await?;
    store.close().await;
    Ok(())
}
