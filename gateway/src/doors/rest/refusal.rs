//! Answers to requests that were never received: no permit, no room, no such
//! place, or a store that cannot be used now.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use caseway_proto::{Door, Issue, IssueCode, Severity};
use caseway_store::StoreError;
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde_json::{Value, json};

use super::outcome::{fhir, findings};
use crate::auth::Refusal;
use crate::overload::TurnedAway;
use crate::telemetry;

/// A request that was not received, and why.
pub(crate) struct NotReceived {
    status: StatusCode,
    issue: Box<Issue>,
    header: Option<(HeaderName, HeaderValue)>,
}

impl NotReceived {
    fn new(status: StatusCode, code: IssueCode, rule: &str, message: &str) -> Self {
        let issue = Issue::new(Severity::Error, code, rule, message);
        Self {
            status,
            issue: Box::new(issue),
            header: None,
        }
    }

    fn retry_after(mut self, seconds: u64) -> Self {
        self.header = Some((header::RETRY_AFTER, HeaderValue::from(seconds)));
        self
    }

    /// Something in the address or its query cannot be used.
    pub(crate) fn bad_query(message: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            IssueCode::Value,
            "query-invalid",
            message,
        )
    }

    /// The address takes other methods.
    pub(crate) fn not_allowed() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            IssueCode::NotSupported,
            "method-not-allowed",
            "This address does not take this method. Reports are sent with POST; what became of them is asked with GET.",
        )
    }

    /// The same as the answer to one entry of a batch.
    pub(crate) fn entry(&self) -> Value {
        json!({
            "response": {
                "status": self.status.as_u16().to_string(),
                "outcome": findings(std::slice::from_ref(&self.issue)),
            }
        })
    }

    /// There is no such thing, or not for this Sender.
    pub(crate) fn not_found(message: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            IssueCode::NotFound,
            "not-found",
            message,
        )
    }

    /// What is owed no more cannot be waived.
    pub(crate) fn closed(message: &str) -> Self {
        Self::new(
            StatusCode::CONFLICT,
            IssueCode::Conflict,
            "expectation-closed",
            message,
        )
    }

    /// A reason is missing, or says nothing.
    pub(crate) fn reason(status: StatusCode, message: &str) -> Self {
        Self::new(status, IssueCode::Value, "reason-invalid", message)
    }

    /// The body did not come in time.
    pub(crate) fn too_slow() -> Self {
        let message = "The body did not arrive in time; nothing was kept. Send it again.";
        Self::new(
            StatusCode::REQUEST_TIMEOUT,
            IssueCode::Transient,
            "body-too-slow",
            message,
        )
    }
}

impl From<Refusal> for NotReceived {
    fn from(refusal: Refusal) -> Self {
        let missing = "Show your token: Authorization: Bearer TOKEN.";
        let unknown = "Nobody knows this token. Ask the registry's operators for one.";
        let revoked = "This token was revoked. Ask the registry's operators for a new one.";
        let unauthorised = StatusCode::UNAUTHORIZED;
        let mut refused = match refusal {
            Refusal::Missing => {
                Self::new(unauthorised, IssueCode::Security, "token-missing", missing)
            }
            Refusal::Unknown => {
                Self::new(unauthorised, IssueCode::Security, "token-unknown", unknown)
            }
            Refusal::Revoked => Self::new(
                StatusCode::FORBIDDEN,
                IssueCode::Forbidden,
                "token-revoked",
                revoked,
            ),
            Refusal::Unavailable(error) => return Arc::new(error).into(),
        };
        if refused.status == unauthorised {
            refused.header = Some((header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")));
        }
        refused
    }
}

impl From<TurnedAway> for NotReceived {
    fn from(turned_away: TurnedAway) -> Self {
        telemetry::turned_away(Door::Rest, turned_away.why());
        let (status, rule) = match turned_away {
            TurnedAway::Quota(_) => (StatusCode::TOO_MANY_REQUESTS, "quota-exceeded"),
            TurnedAway::Overload => (StatusCode::SERVICE_UNAVAILABLE, "overload"),
        };
        Self::new(status, IssueCode::Throttled, rule, &turned_away.message())
            .retry_after(turned_away.retry_seconds())
    }
}

impl From<Arc<StoreError>> for NotReceived {
    fn from(error: Arc<StoreError>) -> Self {
        tracing::error!(%error, source = ?std::error::Error::source(&*error), "the store failed a request");
        let message = "The store cannot be used now. Nothing you sent was acknowledged: send it again \
                       after Retry-After seconds, with the same identifier.";
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            IssueCode::Transient,
            "store-unavailable",
            message,
        )
        .retry_after(5)
    }
}

impl From<StoreError> for NotReceived {
    fn from(error: StoreError) -> Self {
        Arc::new(error).into()
    }
}

impl IntoResponse for NotReceived {
    fn into_response(self) -> Response {
        let mut response = fhir(self.status, &findings(&[*self.issue]));
        response.headers_mut().extend(self.header);
        response
    }
}

/// The answer to a method that an address does not take.
pub(crate) async fn not_taken() -> NotReceived {
    NotReceived::not_allowed()
}

/// The answer where nothing is.
pub(crate) async fn nowhere() -> NotReceived {
    NotReceived::not_found(
        "There is nothing here. Reports go to POST /fhir/Bundle; GET /fhir/metadata lists the rest.",
    )
}
