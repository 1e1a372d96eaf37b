//! Release and discard: an Operator's decision, with a reason, becomes an Entry.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use caseway_proto::Position;
use caseway_store::{Action, Decision};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;

use super::Console;
use crate::reason::reason;

/// What the form sends.
#[derive(Deserialize)]
pub(crate) struct Reason {
    reason: String,
}

/// Keeps a decision and goes back to the page.
pub(crate) async fn decide(
    State(console): State<Console>,
    Path((position, action)): Path<(i64, String)>,
    headers: HeaderMap,
    Form(Reason { reason: written }): Form<Reason>,
) -> Response {
    let action = match action.as_str() {
        "release" => Action::Release,
        "discard" => Action::Discard,
        _ => return refused(StatusCode::NOT_FOUND, "An entry is released or discarded."),
    };
    if from_elsewhere(&headers) {
        return refused(
            StatusCode::FORBIDDEN,
            "Decisions are made on the console's own page.",
        );
    }
    let reason = match reason(&written) {
        Ok(reason) => reason,
        Err(what) => return refused(StatusCode::UNPROCESSABLE_ENTITY, what),
    };
    keep(
        &console,
        Decision {
            action,
            about: Position(position),
            reason,
            operator: console.house.config.console.operator.clone(),
        },
    )
    .await
}

async fn keep(console: &Console, decision: Decision) -> Response {
    let about = decision.about;
    match console.house.desk.quarantined(about).await {
        Ok(true) => {}
        Ok(false) => {
            return refused(
                StatusCode::CONFLICT,
                "This entry is not in quarantine any more.",
            );
        }
        Err(error) => return failed(&error),
    }
    match console
        .house
        .intake
        .journal
        .decide(decision, console.house.clock.now())
        .await
    {
        Ok(position) => {
            tracing::info!(%about, %position, "an operator's decision was kept");
            Redirect::to("/#quarantine").into_response()
        }
        Err(error) => failed(&error),
    }
}

/// Whether another site's page sent the form (Fetch Metadata, `Sec-Fetch-Site`).
/// Tools that send no such header are let through: the address is the permission.
pub(super) fn from_elsewhere(headers: &HeaderMap) -> bool {
    let site = headers
        .get("sec-fetch-site")
        .and_then(|value| value.to_str().ok());
    site.is_some_and(|site| !matches!(site, "same-origin" | "none"))
}

/// An answer that says what to do.
pub(super) fn refused(status: StatusCode, message: &'static str) -> Response {
    (status, message).into_response()
}

fn failed(error: &caseway_store::StoreError) -> Response {
    tracing::error!(%error, "a decision could not be kept");
    refused(
        StatusCode::SERVICE_UNAVAILABLE,
        "The store cannot be used now; nothing was decided.",
    )
}
