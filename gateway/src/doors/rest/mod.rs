//! The FHIR REST door: the whole of it at a glance.

mod batch;
mod body;
mod bundle;
mod expectations;
mod format;
mod language;
mod metadata;
mod outcome;
mod page;
mod read;
mod reconciliation;
mod refusal;
mod submissions;
mod validate;

use std::sync::Arc;

use axum::routing::{get, post};
use axum::{Router, middleware};

use crate::start::House;

pub(crate) use outcome::findings;
pub(crate) use read::period;
pub(crate) use submissions::{PAGE_DEFAULT, PAGE_MAX};

/// The routes of the REST door.
pub(crate) fn router(house: Arc<House>) -> Router {
    Router::new()
        // Senders submit.
        .route("/fhir/$process-message", post(bundle::create))
        .route("/fhir/Bundle", post(bundle::create))
        .route("/fhir", post(batch::create))
        .route("/fhir/", post(batch::create))
        // Senders try.
        .route("/fhir/Bundle/$validate", post(validate::validate))
        .route("/fhir/metadata", get(metadata::metadata))
        // Senders read their own.
        .route("/submissions", get(submissions::list))
        .route("/submissions/{id}", get(submissions::one))
        .route("/reconciliation", get(reconciliation::reconciliation))
        .route("/expectations", get(expectations::list))
        // Senders say what they do not owe.
        .route(
            "/expectations/{id}/not-applicable",
            post(expectations::not_applicable),
        )
        .route("/expectations/{id}/applies", post(expectations::applies))
        .fallback(refusal::nowhere)
        .method_not_allowed_fallback(refusal::not_taken)
        .layer(middleware::from_fn_with_state(
            house.clone(),
            language::answer,
        ))
        .layer(middleware::from_fn(format::answer))
        .with_state(house)
}
