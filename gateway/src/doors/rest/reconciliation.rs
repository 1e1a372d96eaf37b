//! `GET /reconciliation?from=&to=`: the Sender's account, as JSON, CSV or a page.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use caseway_normaliser::{Asked, Reconciliation, reconcile};
use http::{HeaderMap, header};

use super::body::text;
use super::page::page;
use super::read::{Asking, Days};
use super::refusal::NotReceived;
use crate::start::House;

/// The forms an account comes in.
enum Form {
    Json,
    Csv,
    Html,
}

/// The Sender's account for a period.
pub(crate) async fn reconciliation(
    State(house): State<Arc<House>>,
    Asking(permit): Asking,
    days: Days,
    headers: HeaderMap,
) -> Result<Response, NotReceived> {
    let form = form(days.format.as_deref(), text(&headers, &header::ACCEPT))?;
    let asked = Asked {
        period: days.period()?,
        as_of: days.position(),
        now: house.clock.now(),
    };
    let account = reconcile(&*house.ledger, permit.holder(), asked).await?;
    Ok(shown(&form, &account))
}

fn form(format: Option<&str>, accept: Option<&str>) -> Result<Form, NotReceived> {
    match (format, accept.unwrap_or_default()) {
        (Some("json"), _) => Ok(Form::Json),
        (Some("csv"), _) => Ok(Form::Csv),
        (Some("html"), _) => Ok(Form::Html),
        (Some(_), _) => Err(NotReceived::bad_query("format is json, csv or html.")),
        (None, accept) if accept.contains("text/html") => Ok(Form::Html),
        (None, accept) if accept.contains("text/csv") => Ok(Form::Csv),
        (None, _) => Ok(Form::Json),
    }
}

fn shown(form: &Form, account: &Reconciliation) -> Response {
    match form {
        Form::Json => Json(account).into_response(),
        Form::Csv => (
            [(header::CONTENT_TYPE, "text/csv; charset=utf-8")],
            account.to_csv(),
        )
            .into_response(),
        Form::Html => {
            let content_type = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
            (content_type, page(account).into_string()).into_response()
        }
    }
}
