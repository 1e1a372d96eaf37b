//! Reading a body: authenticate, then count, then read, then undo its content coding,
//! in that order and within limits.
//!
//! What cannot be read is still a Submission of a known Sender: it is given back
//! with the finding, for the intake to keep.

mod coding;
mod wire;

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use caseway_proto::{Door, Issue, IssueCode, Sender, Severity, Submission, Syntax};
use http::{HeaderMap, header};

use self::wire::Wire;
use super::refusal::NotReceived;
use crate::auth::Permit;
use crate::config;
use crate::overload::Room;
use crate::start::House;

/// A Submission as the REST door received it.
pub(crate) struct Received {
    /// Who sent it.
    pub(crate) permit: Permit<Sender>,
    /// The bytes.
    pub(crate) submission: Submission,
    /// Why they could not be read, if so.
    pub(crate) fault: Option<Box<Issue>>,
    /// The room they take until they are answered.
    pub(crate) room: Room,
}

impl FromRequest<Arc<House>> for Received {
    type Rejection = NotReceived;

    async fn from_request(request: Request, house: &Arc<House>) -> Result<Self, NotReceived> {
        let (parts, mut body) = request.into_parts();
        let received = receive(house, &parts.headers, &mut body).await;
        wire::let_pass(body).await;
        received
    }
}

async fn receive(
    house: &House,
    headers: &HeaderMap,
    body: &mut Body,
) -> Result<Received, NotReceived> {
    let shown = text(headers, &header::AUTHORIZATION);
    let permit = house.gatekeeper.permit(shown).await?;
    house.turnstile.count(permit.holder().id)?;
    let mut room = house.turnstile.room(0)?;
    let wait = Duration::from_secs(house.config.doors.body_wait_seconds);
    let read = read(headers, body, &house.config.intake, &mut room);
    let read = tokio::time::timeout(wait, read)
        .await
        .map_err(|_| NotReceived::too_slow())??;
    let (body, fault) = match read {
        Ok(body) => (body, None),
        Err((body, issue)) => (body, Some(issue)),
    };
    // One that is not known has its fault by now, and is not read.
    let syntax = syntax(headers).unwrap_or(Syntax::Json);
    let submission = Submission {
        door: Door::Rest,
        syntax,
        registry: None,
        received_at: house.clock.now(),
        body,
    };
    Ok(Received {
        permit,
        submission,
        fault,
        room,
    })
}

/// A body, or what there is of it and the finding that tells why it cannot be used.
type ReadBody = Result<Bytes, (Bytes, Box<Issue>)>;

async fn read(
    headers: &HeaderMap,
    body: &mut Body,
    limits: &config::Intake,
    room: &mut Room,
) -> Result<ReadBody, NotReceived> {
    let over = declared_bytes(headers).is_some_and(|bytes| bytes > limits.body_bytes_max);
    let bytes_max = if over {
        wire::START_BYTES.min(limits.body_bytes_max)
    } else {
        limits.body_bytes_max
    };
    let wire = match wire::collect(body, bytes_max, room).await? {
        Wire::Whole(wire) => wire,
        Wire::Start(start) => {
            let issue = fault("body-too-large", IssueCode::TooLong, TOO_LARGE);
            return Ok(Err((start, issue)));
        }
    };
    if syntax(headers).is_none() {
        let issue = fault(
            "media-type-unsupported",
            IssueCode::NotSupported,
            MEDIA_TYPE,
        );
        return Ok(Err((wire, issue)));
    }
    let coding = text(headers, &header::CONTENT_ENCODING);
    Ok(coding::undo(coding, wire, limits, room)?)
}

const TOO_LARGE: &str = "The body is larger than this door takes (intake.body_bytes_max); its first \
                         64 KiB were kept. Split it: one report a Bundle, or a batch of fewer.";
const MEDIA_TYPE: &str =
    "This media type is not known here. Send application/fhir+json or application/fhir+xml.";

fn fault(rule: &str, code: IssueCode, message: &str) -> Box<Issue> {
    Box::new(Issue::new(Severity::Fatal, code, rule, message))
}

/// The syntax that the media type says, JSON where none is said; nothing for one that is
/// not known.
fn syntax(headers: &HeaderMap) -> Option<Syntax> {
    text(headers, &header::CONTENT_TYPE).map_or(Some(Syntax::Json), Syntax::of_media_type)
}

fn declared_bytes(headers: &HeaderMap) -> Option<usize> {
    text(headers, &header::CONTENT_LENGTH)?.parse().ok()
}

/// A header as text.
pub(crate) fn text<'h>(headers: &'h HeaderMap, name: &http::HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}
