//! `GET /expectations` and the words about one of them: what a Sender's organisation owes,
//! and what of it does not apply.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use caseway_normaliser::{Asked, Owed, reconcile};
use http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use super::read::{Asking, Days};
use super::refusal::NotReceived;
use crate::start::House;
use crate::waivers::{Unwaived, Word, say};

/// Why something does not apply, or applies after all.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Because {
    /// 3 to 500 characters; names nobody.
    reason: String,
}

/// What a Sender's organisation owes still.
pub(crate) async fn list(
    State(house): State<Arc<House>>,
    Asking(permit): Asking,
) -> Result<Response, NotReceived> {
    let asked = Asked {
        period: Days::default().period()?,
        as_of: None,
        now: house.clock.now(),
    };
    let mut account = reconcile(&*house.ledger, permit.holder(), asked).await?;
    account.expectations.retain(Owed::is_open);
    Ok(Json(json!({
        "as_of": account.as_of,
        "settled": account.settled,
        "day": account.day,
        "expectations": account.expectations,
    }))
    .into_response())
}

/// Something does not apply.
pub(crate) async fn not_applicable(
    state: State<Arc<House>>,
    asking: Asking,
    id: Path<String>,
    because: Result<Json<Because>, JsonRejection>,
) -> Result<Response, NotReceived> {
    told((state, asking), (id, Word::NotApplicable), because).await
}

/// It applies after all.
pub(crate) async fn applies(
    state: State<Arc<House>>,
    asking: Asking,
    id: Path<String>,
    because: Result<Json<Because>, JsonRejection>,
) -> Result<Response, NotReceived> {
    told((state, asking), (id, Word::Applies), because).await
}

/// How something stands, once a word is said about it.
async fn told(
    (State(house), Asking(permit)): (State<Arc<House>>, Asking),
    (Path(id), word): (Path<String>, Word),
    because: Result<Json<Because>, JsonRejection>,
) -> Result<Response, NotReceived> {
    let Json(Because { reason }) = because.map_err(|_| unreadable())?;
    let told = say(&house, permit.holder(), (&id, word), &reason).await?;
    Ok(Json(told).into_response())
}

fn unreadable() -> NotReceived {
    NotReceived::reason(
        StatusCode::BAD_REQUEST,
        "Send the reason as application/json, in a field of the name reason.",
    )
}

impl From<Unwaived> for NotReceived {
    fn from(unwaived: Unwaived) -> Self {
        match unwaived {
            Unwaived::Unknown => Self::not_found(&unwaived.to_string()),
            Unwaived::Closed => Self::closed(&unwaived.to_string()),
            Unwaived::Reason(what) => Self::reason(StatusCode::UNPROCESSABLE_ENTITY, what),
            Unwaived::Store(error) => error.into(),
        }
    }
}
