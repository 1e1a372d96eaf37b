//! `caseway normalise`: the normaliser in a process of its own.

use std::net::SocketAddr;
use std::process::ExitCode;

use clap::Args;

use super::behind;
use super::place::Place;
use crate::normalise::normalise;
use crate::start::{self, Store};

/// Turn what the doors keep into cases, on a PostgreSQL that `caseway serve` works on too.
///
/// Any number can be up at once. With [kafka] in the configuration they share the work, at
/// most as many as there are partitions; without it one works, and the others stand by and
/// take over within ten seconds. Stop it with Ctrl-C or SIGTERM: the page under way is
/// recorded first.
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
        let carrier = start::carrier(&config)?;
        let store = Store::open(&config.storage).await?;
        let parts = start::normaliser(&config, &store).await?;
        let job = |stop| normalise(store.clone(), parts, carrier, stop);
        let named = ("the normaliser", "normalises");
        behind::keep(&config, &store, named, config.normaliser.metrics, job).await?;
        Ok(ExitCode::SUCCESS)
    }
}
