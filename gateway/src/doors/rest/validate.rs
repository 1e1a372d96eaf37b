//! `POST /fhir/Bundle/$validate`: what would be said of a report; nothing is kept.
//!
//! Answers 200 whatever is found, as FHIR's `$validate` does; the findings are in
//! the `OperationOutcome`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::body::Received;
use super::outcome::{fhir, findings};
use crate::start::House;

/// Checks a report.
pub(crate) async fn validate(State(house): State<Arc<House>>, received: Received) -> Response {
    let issues = match received.fault {
        Some(issue) => vec![*issue],
        None => {
            house
                .intake
                .check(&received.permit, &received.submission)
                .await
                .issues
        }
    };
    fhir(StatusCode::OK, &findings(&issues))
}
