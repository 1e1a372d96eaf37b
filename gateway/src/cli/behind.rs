//! A job behind the doors in a process of its own: kept up, with its metrics and probes.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context as _;
use caseway_store::StoreError;
use tokio_util::sync::CancellationToken;

use crate::beside::beside;
use crate::clock::Clock;
use crate::config::Config;
use crate::console::probes;
use crate::doors::serve::serve;
use crate::start::Store;
use crate::telemetry;
use crate::up::{bind, stopped};

/// Does a job until it is told to stop, or until it cannot go on. Named as in `the relay`
/// and `relays`.
pub(super) async fn keep<J>(
    config: &Config,
    store: &Store,
    (who, does): (&'static str, &'static str),
    metrics_at: SocketAddr,
    job: impl FnOnce(CancellationToken) -> J,
) -> anyhow::Result<()>
where
    J: Future<Output = Result<(), Arc<StoreError>>> + Send + 'static,
{
    let metrics = telemetry::metrics()?;
    let listener = bind(metrics_at, "--metrics").await?;
    let address = listener.local_addr()?;
    let stop = CancellationToken::new();
    let probes = probes::router(metrics, store, Clock::system());
    let probes = tokio::spawn(serve(listener, probes, config.doors.clone(), stop.clone()));
    let job = beside(job(stop.clone()))?;
    let mut job = tokio::task::spawn_blocking(job);
    eprintln!("caseway {} {does}", env!("CARGO_PKG_VERSION"));
    eprintln!("  metrics  http://{address}/metrics");
    eprintln!("  data     {}", config.storage.place());
    let stopped_by_itself = || format!("{who} stopped");
    tokio::select! {
        signal = stopped() => signal?,
        ended = &mut job => return ended?.with_context(stopped_by_itself),
    }
    stop.cancel();
    job.await?.with_context(stopped_by_itself)?;
    probes.await?;
    store.close().await;
    Ok(())
}
