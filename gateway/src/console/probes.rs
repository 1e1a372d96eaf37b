//! `/metrics`, `/livez` and `/readyz`: what every process answers, whatever it does.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use caseway_store::Ledger;
use http::StatusCode;
use metrics_exporter_prometheus::PrometheusHandle;

use super::gauges;
use crate::clock::Clock;
use crate::intake::Intake;
use crate::start::Store;

/// The store has this long to answer before the process is not ready.
const READY_WAIT: Duration = Duration::from_secs(2);

/// A door that could not keep a report, and kept none since, is not ready for this long: others
/// get what comes meanwhile, and then it is tried again.
const FAILED_WAIT: Duration = Duration::from_secs(10);

/// The routes of a process without a console.
pub(crate) fn router(metrics: PrometheusHandle, store: &Store, clock: Clock) -> Router {
    let desk = store.desk();
    let metrics = async move || {
        gauges::look_at_backlog(&*desk, &clock).await;
        gauges::rendered(&metrics)
    };
    Router::new()
        .route("/metrics", get(metrics))
        .merge(alive(store.ledger(), None))
}

/// Whether the process lives and is ready, with the intake of its doors, where it has some.
pub(super) fn alive(ledger: Arc<dyn Ledger>, intake: Option<Intake>) -> Router {
    Router::new()
        .route("/livez", get(live))
        .route("/readyz", get(ready))
        .with_state((ledger, intake))
}

/// The process runs.
async fn live() -> &'static str {
    "alive\n"
}

/// The process can do its work: its store answers, and keeps what it is given.
async fn ready(
    State((ledger, intake)): State<(Arc<dyn Ledger>, Option<Intake>)>,
) -> (StatusCode, &'static str) {
    let unready = |why| (StatusCode::SERVICE_UNAVAILABLE, why);
    if intake.is_some_and(|intake| intake.failed_within(FAILED_WAIT)) {
        return unready("the store keeps nothing: the log says why\n");
    }
    match tokio::time::timeout(READY_WAIT, ledger.positions()).await {
        Ok(Ok(_)) => (StatusCode::OK, "ready\n"),
        _ => unready("the store does not answer\n"),
    }
}
