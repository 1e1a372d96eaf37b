//! The console: what is stuck, since when, why, and a button that repairs it; what waits
//! for a registrar, and the words that decide it.
//!
//! It has an address of its own, with the metrics and the probes, which Senders
//! never reach. What the reports of a Case say is shown to who gives a reason, which the
//! Journal keeps first; no other page has a clinical value. Pages are made here on each
//! request; a few lines of script fetch the moving part again.

mod accounts;
mod age;
mod decide;
mod gauges;
mod hops;
mod look;
mod overview;
mod owed;
mod page;
pub(crate) mod probes;
mod rates;
mod reasoned;
mod reviews;
mod rule;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use metrics_exporter_prometheus::PrometheusHandle;

use crate::start::House;

pub(crate) use accounts::Accounts;
pub(crate) use gauges::watch;
pub(crate) use rates::Rates;

/// The style that every page shares.
pub(crate) const STYLE: &str = include_str!("style.css");

/// What the console's pages read.
#[derive(Clone)]
pub(crate) struct Console {
    /// The house behind it.
    pub(crate) house: Arc<House>,
    /// The metrics of this process.
    pub(crate) metrics: PrometheusHandle,
    /// How fast each hop goes.
    pub(crate) rates: Arc<Rates>,
    /// The Senders' accounts.
    pub(crate) accounts: Arc<Accounts>,
}

/// The routes of the console.
pub(crate) fn router(console: Console) -> Router {
    let (ledger, intake) = (&console.house.ledger, &console.house.intake);
    let alive = probes::alive(ledger.clone(), Some(intake.clone()));
    Router::new()
        .route("/", get(overview::whole))
        .route("/moving", get(overview::moving))
        .route("/quarantine/{position}/{action}", post(decide::decide))
        .route("/reviews", get(reviews::waiting))
        .route("/cases/{case}", get(reviews::one))
        .route("/owed", get(owed::overdue))
        .route(
            "/cases/{case}/not-applicable/{expectation}",
            post(owed::not_applicable),
        )
        .route("/cases/{case}/look", post(look::look))
        .route("/cases/{case}/rule", post(rule::rule))
        .route("/cases/{case}/undo/{ruling}", post(rule::undo))
        .route("/metrics", get(gauges::metrics))
        .with_state(console)
        .merge(alive)
}
