//! Gauges that are read when somebody asks: the room that bodies take, and from the
//! store lag, age, quarantine, undecided cases, escalated expectations, residual, last seen.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::IntoResponse;
use caseway_normaliser::escalated_until;
use caseway_store::{Desk, SenderSeen, StoreError};
use http::header;
use jiff::Timestamp;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio_util::sync::CancellationToken;

use super::{Console, Rates};
use crate::clock::Clock;

/// How often the rates are sampled.
const SAMPLE_EVERY: Duration = Duration::from_secs(1);
/// At most this many quarantined Entries, undecided Cases and debts are counted for the gauges.
const COUNTED_MOST: u32 = 10_000;

/// Samples the rates until it is told to stop.
pub(crate) async fn watch(rates: Arc<Rates>, stop: CancellationToken) {
    let mut looks = tokio::time::interval(SAMPLE_EVERY);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = looks.tick() => rates.sample(),
        }
    }
}

/// The metrics, the gauges among them.
pub(crate) async fn metrics(State(console): State<Console>) -> impl IntoResponse {
    look(&console).await;
    rendered(&console.metrics)
}

/// The metrics, in Prometheus' text format.
pub(super) fn rendered(
    metrics: &PrometheusHandle,
) -> ([(header::HeaderName, &'static str); 1], String) {
    (
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4")],
        metrics.render(),
    )
}

/// Sets the gauges; a store that does not answer leaves its own.
async fn look(console: &Console) {
    let held = console.house.turnstile.held_bytes();
    metrics::gauge!("caseway_bodies_held_bytes").set(lossy(held as u64));
    if let Err(error) = set(console).await {
        tracing::warn!(%error, "the gauges could not be read");
    }
}

/// Sets the gauges of the backlog alone, where there is no console.
pub(super) async fn look_at_backlog(desk: &dyn Desk, clock: &Clock) {
    if let Err(error) = backlog(desk, clock.now()).await {
        tracing::warn!(%error, "the backlog could not be read");
    }
}

async fn backlog(desk: &dyn Desk, now: Timestamp) -> Result<(), StoreError> {
    let backlog = desk.backlog().await?;
    let age = backlog
        .oldest
        .map_or(0.0, |oldest| (now - oldest).as_secs_f64());
    metrics::gauge!("caseway_feed_lag_entries").set(lossy(backlog.entries));
    metrics::gauge!("caseway_feed_oldest_age_seconds").set(age);
    Ok(())
}

async fn set(console: &Console) -> Result<(), StoreError> {
    let (house, now) = (&console.house, console.house.clock.now());
    backlog(&*house.desk, now).await?;
    let escalated = escalated_until(house.clock.today());
    let stuck = house.desk.stuck(escalated, COUNTED_MOST).await?;
    metrics::gauge!("caseway_quarantined_entries").set(lossy(stuck.quarantined));
    metrics::gauge!("caseway_undecided_cases").set(lossy(stuck.undecided));
    metrics::gauge!("caseway_escalated_expectations").set(lossy(stuck.overdue));
    senders(&console.accounts.senders(now).await?);
    Ok(())
}

fn senders(senders: &[SenderSeen]) {
    let residual: i64 = senders.iter().map(|seen| seen.tally.residual().abs()).sum();
    metrics::gauge!("caseway_account_residual").set(lossy(residual.unsigned_abs()));
    for seen in senders {
        if let Some(last) = seen.last_seen {
            let name = seen.sender.name.clone();
            metrics::gauge!("caseway_sender_last_seen_timestamp_seconds", "sender" => name)
                .set(lossy(last.as_second().unsigned_abs()));
        }
    }
}

/// A count as a gauge has it: exact up to 2⁵³.
#[expect(
    clippy::cast_precision_loss,
    reason = "gauges are floating-point numbers"
)]
fn lossy(count: u64) -> f64 {
    count as f64
}
