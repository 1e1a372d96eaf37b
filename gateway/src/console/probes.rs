//! `/metrics`, `/livez` and `/readyz`: what every process answers, whatever it does.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use caseway_store::{Journal, Ledger};
use http::{StatusCode, header};
use metrics_exporter_prometheus::PrometheusHandle;

use super::gauges;
use crate::clock::Clock;
use crate::start::Store;

/// The store has this long to answer before the process is not ready.
const READY_WAIT: Duration = Duration::from_secs(2);

/// A door that could not keep a report is not ready for this long: others get what comes
/// meanwhile, and then it is tried again.
const FAILED_WAIT: Duration = Duration::from_secs(10);

/// The routes of a process without a console.
pub(crate) fn router(metrics: PrometheusHandle, store: &Store, clock: Clock) -> Router {
    let desk = store.desk();
    let metrics = async move || {
        gauges::look_at_backlog(&*desk, &clock).await;
        rendered(&metrics)
    };
    Router::new()
        .route("/metrics", get(metrics))
        .merge(alive(store.ledger(), None))
}

/// Whether the process lives and is ready, with the journal that its doors write, where it has
/// doors.
pub(super) fn alive(ledger: Arc<dyn Ledger>, journal: Option<Journal>) -> Router {
    Router::new()
        .route("/livez", get(live))
        .route("/readyz", get(ready))
        .with_state((ledger, journal))
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

/// The process can do its work: its store answers, and keeps what it is given.
async fn ready(
    State((ledger, journal)): State<(Arc<dyn Ledger>, Option<Journal>)>,
) -> (StatusCode, &'static str) {
    let unready = |why| (StatusCode::SERVICE_UNAVAILABLE, why);
    if journal.is_some_and(|journal| journal.failed_within(FAILED_WAIT)) {
        return unready("the store keeps nothing: the log says why\n");
    }
    match tokio::time::timeout(READY_WAIT, ledger.positions()).await {
        Ok(Ok(_)) => (StatusCode::OK, "ready\n"),
        _ => unready("the store does not answer\n"),
    }
}
