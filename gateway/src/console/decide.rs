//! Release and discard: an Operator's decision, with a reason, becomes an Entry.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use caseway_proto::Position;
use caseway_store::{Action, Decision};
use http::StatusCode;

use super::Console;
use super::reasoned::{Reasoned, refused};

/// Keeps a decision and goes back to the page.
pub(crate) async fn decide(
    State(console): State<Console>,
    Path((position, action)): Path<(i64, String)>,
    said: Reasoned,
) -> Response {
    let action = match action.as_str() {
        "release" => Action::Release,
        "discard" => Action::Discard,
        _ => return refused(StatusCode::NOT_FOUND, "An entry is released or discarded."),
    };
    keep(
        &console,
        Decision {
            action,
            about: Position(position),
            reason: said.reason,
            operator: said.operator,
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

fn failed(error: &caseway_store::StoreError) -> Response {
    tracing::error!(%error, "a decision could not be kept");
    refused(
        StatusCode::SERVICE_UNAVAILABLE,
        "The store cannot be used now; nothing was decided.",
    )
}
