//! `/metrics`, `/livez` and `/readyz`: what every process answers, whatever it does.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use caseway_store::Ledger;
use http::{StatusCode, header};
use metrics_exporter_prometheus::PrometheusHandle;

use super::gauges;
use crate::clock::Clock;
use crate::start::Store;

/// The store has this long to answer before the process is not ready.
const READY_WAIT: Duration = Duration::from_secs(2);

/// The routes of a process without a console.
pub(crate) fn router(metrics: PrometheusHandle, store: &Store, clock: Clock) -> Router {
    let desk = store.desk();
    let metrics = async move || {
        gauges::look_at_backlog(&*desk, &clock).await;
        rendered(&metrics)
    };
    Router::new()
        .route("/metrics", get(metrics))
        .merge(alive(store.ledger()))
}

/// Whether the process lives and is ready.
pub(super) fn alive(ledger: Arc<dyn Ledger>) -> Router {
    Router::new()
        .route("/livez", get(live))
        .route("/readyz", get(ready))
        .with_state(ledger)
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

/// The process runs.
async fn live() -> &'static str {
    "alive\n"
}

/// The process can do its work: its store answers.
async fn ready(State(ledger): State<Arc<dyn Ledger>>) -> (StatusCode, &'static str) {
    match tokio::time::timeout(READY_WAIT, ledger.positions()).await {
        Ok(Ok(_)) => (StatusCode::OK, "ready\n"),
        _ => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the store does not answer\n",
        ),
    }
}
