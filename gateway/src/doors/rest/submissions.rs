//! `GET /submissions` and `GET /submissions/{id}`: what became of what a Sender sent.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use caseway_proto::{Position, SubmissionId};
use serde_json::json;

use super::read::{Asking, Days};
use super::refusal::NotReceived;
use crate::start::House;

/// At most this many a page.
pub(crate) const PAGE_MAX: u32 = 1_000;
/// This many a page where none is asked for.
pub(crate) const PAGE_DEFAULT: u32 = 100;

/// The Sender's submissions, oldest first, by page.
pub(crate) async fn list(
    State(house): State<Arc<House>>,
    Asking(permit): Asking,
    days: Days,
) -> Result<Response, NotReceived> {
    let most = days.page_size.unwrap_or(PAGE_DEFAULT).clamp(1, PAGE_MAX);
    let (head, _) = house.ledger.positions().await?;
    let window = (
        Position(days.page.unwrap_or(0)),
        days.position().unwrap_or(head),
    );
    let sender = permit.holder().id;
    let found = house
        .ledger
        .submissions(sender, days.period()?, window, most)
        .await?;
    let full = found.len() == most as usize;
    let next = found.last().filter(|_| full).map(|last| last.position);
    Ok(Json(json!({ "as_of": window.1, "submissions": found, "next_page": next })).into_response())
}

/// One submission of the Sender.
pub(crate) async fn one(
    State(house): State<Arc<House>>,
    Asking(permit): Asking,
    Path(id): Path<String>,
) -> Result<Response, NotReceived> {
    let (head, _) = house.ledger.positions().await?;
    let found = match SubmissionId::parse(&id) {
        Some(id) => {
            house
                .ledger
                .submission(permit.holder().id, id, head)
                .await?
        }
        None => None,
    };
    let none = || NotReceived::not_found("You have sent no submission of this id.");
    Ok(Json(found.ok_or_else(none)?).into_response())
}
