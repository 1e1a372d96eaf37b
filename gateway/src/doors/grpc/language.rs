//! Refusals in the language that a call asks for in its metadata `accept-language`.
//!
//! A status that answers a call at once is told here, whoever made it; one that ends a
//! stream is told where the stream is. Outcomes are told where they are made.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use caseway_profiles::Language;
use http::HeaderMap;
use tonic::metadata::MetadataMap;
use tonic::{Code, Status};

use super::refusal;
use crate::start::House;

/// The layer: refusals as the call asks.
pub(super) async fn answer(
    State(house): State<Arc<House>>,
    request: Request,
    next: Next,
) -> Response {
    let language = of_headers(request.headers());
    let mut response = next.run(request).await;
    let status = Status::from_header_map(response.headers());
    if let Some(status) = status.filter(|status| status.code() != Code::Ok) {
        let status = refusal::told(&refusal::by_transport(status), house.voice(language));
        // A sentence and the metadata that were headers before can be headers again.
        status.add_header(response.headers_mut()).ok();
    }
    response
}

/// The language that whoever calls wants to be told in.
pub(super) fn of(metadata: &MetadataMap) -> Language {
    of_headers(metadata.as_ref())
}

fn of_headers(headers: &HeaderMap) -> Language {
    let wanted = headers.get(http::header::ACCEPT_LANGUAGE);
    let wanted = wanted.and_then(|value| value.to_str().ok());
    Language::preferred(wanted.unwrap_or_default())
}
