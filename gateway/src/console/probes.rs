//! `/metrics`, `/livez` and `/readyz`.

use std::time::Duration;

use axum::extract::State;
use http::{StatusCode, header};

use super::{Console, gauges};

/// The store has this long to answer before the process is not ready.
const READY_WAIT: Duration = Duration::from_secs(2);

/// The metrics, in Prometheus' text format.
pub(crate) async fn metrics(
    State(console): State<Console>,
) -> ([(header::HeaderName, &'static str); 1], String) {
    gauges::look(&console).await;
    (
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4")],
        console.metrics.render(),
    )
}

/// The process runs.
pub(crate) async fn live() -> &'static str {
    "alive\n"
}

/// The process can take reports: its store answers.
pub(crate) async fn ready(State(console): State<Console>) -> (StatusCode, &'static str) {
    match tokio::time::timeout(READY_WAIT, console.house.ledger.positions()).await {
        Ok(Ok(_)) => (StatusCode::OK, "ready\n"),
        _ => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the store does not answer\n",
        ),
    }
}
