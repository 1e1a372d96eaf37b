//! `caseway relay`: what tells Kafka, in a process of its own.

use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;

use super::behind;
use super::place::Place;
use crate::relay::relay;
use crate::start::{self, Store};

/// Tell Kafka what the doors keep, for `caseway normalise` to take up, and which cases changed.
///
/// Needs [kafka] in the configuration. Any number can be up at once: one works, the others
/// stand by and take over within ten seconds. It makes the topics where they are not there,
/// and divides the feed anew when kafka.partitions has changed. Stop it with Ctrl-C or SIGTERM.
#[derive(Args)]
pub(super) struct Relay {
    #[command(flatten)]
    place: Place,
    /// The address of the metrics and the probes.
    #[arg(long, value_name = "ADDR")]
    metrics: Option<SocketAddr>,
}

impl Relay {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let config = self.place.shared(|config| {
            let metrics = &mut config.relay.metrics;
            *metrics = self.metrics.unwrap_or(*metrics);
        })?;
        let carrier = start::carrier(&config)?;
        let carrier =
            carrier.context("there is nothing to relay to: name [kafka] in the configuration")?;
        let store = Store::open(&config.storage).await?;
        let shared = store.relaying().context("a folder is not shared")?;
        let job = |stop| relay(store.clone(), shared, carrier, stop);
        let named = ("the relay", "relays");
        behind::keep(&config, &store, named, config.relay.metrics, job).await?;
        Ok(ExitCode::SUCCESS)
    }
}
