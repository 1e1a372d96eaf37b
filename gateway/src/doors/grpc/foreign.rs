//! Requests at the gRPC door that are none: a call that fails is answered with status 200 in
//! gRPC, which whoever speaks REST takes for a receipt.
//!
//! Source: gRPC over HTTP/2, Requests: a content type that does not begin with
//! `application/grpc` should be answered with status 415.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::{StatusCode, header};

const TOLD: &str = "This is the gRPC door. FHIR reports over REST have an address of their own.\n";

/// Turns them away.
pub(super) async fn turn_away(request: Request, next: Next) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE);
    if kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/grpc")) {
        next.run(request).await
    } else {
        (StatusCode::UNSUPPORTED_MEDIA_TYPE, TOLD).into_response()
    }
}
