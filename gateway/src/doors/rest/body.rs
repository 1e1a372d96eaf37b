//! Reading a body: authenticate, then count and measure, then read, then undo its
//! content coding, in that order and within limits.
//!
//! What cannot be read is still a Submission of a known Sender: it is given back
//! with the finding, for the intake to keep.

use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use caseway_proto::{Door, Issue, IssueCode, Sender, Severity, Submission, Syntax};
use http::{HeaderMap, header};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};

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
        let (parts, body) = request.into_parts();
        let permit = house
            .gatekeeper
            .permit(text(&parts.headers, &header::AUTHORIZATION))
            .await?;
        house.turnstile.count(permit.holder().id)?;
        let limits = &house.config.intake;
        let declared = declared_bytes(&parts.headers);
        let room = house
            .turnstile
            .room(declared.unwrap_or(1 << 20).min(limits.body_bytes_max))?;
        let wait = Duration::from_secs(house.config.doors.body_wait_seconds);
        let read = read(&parts.headers, body, declared, limits);
        let read = tokio::time::timeout(wait, read)
            .await
            .map_err(|_| NotReceived::too_slow())??;
        let (body, fault) = match read {
            Ok(body) => (body, None),
            Err((body, issue)) => (body, Some(issue)),
        };
        let received_at = house.clock.now();
        let submission = Submission {
            door: Door::Rest,
            syntax: Syntax::Json,
            registry: None,
            received_at,
            body,
        };
        Ok(Self {
            permit,
            submission,
            fault,
            room,
        })
    }
}

/// A body, or what there is of it and the finding that tells why it cannot be used.
type ReadBody = Result<Bytes, (Bytes, Box<Issue>)>;

async fn read(
    headers: &HeaderMap,
    body: Body,
    declared: Option<usize>,
    limits: &config::Intake,
) -> Result<ReadBody, NotReceived> {
    let too_large = || fault("body-too-large", IssueCode::TooLong, TOO_LARGE);
    if declared.is_some_and(|bytes| bytes > limits.body_bytes_max) {
        return Ok(Err((Bytes::new(), too_large())));
    }
    let wire = match Limited::new(body, limits.body_bytes_max).collect().await {
        Ok(wire) => wire.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => {
            return Ok(Err((Bytes::new(), too_large())));
        }
        Err(_) => return Err(NotReceived::too_slow()),
    };
    if let Some(issue) = unsupported_media_type(headers) {
        return Ok(Err((wire, issue)));
    }
    Ok(inflate(
        text(headers, &header::CONTENT_ENCODING),
        wire,
        limits,
    ))
}

const TOO_LARGE: &str = "The body is larger than this door takes (intake.body_bytes_max). Split it: \
                         one report a Bundle, or a batch of fewer.";
const INFLATES: &str = "The body becomes larger than this door takes when its content coding is undone \
                        (intake.inflated_bytes_max, intake.inflation_ratio_max). Split it.";
const BROKEN: &str = "The body's content coding cannot be undone: it is cut off or damaged. Send it \
                      again, or without Content-Encoding.";
const CODING: &str = "This content coding is not known here. Use gzip or zstd, or none.";
const MEDIA_TYPE: &str = "This media type is not known here. Send application/fhir+json.";

fn fault(rule: &str, code: IssueCode, message: &str) -> Box<Issue> {
    Box::new(Issue::new(Severity::Fatal, code, rule, message))
}

fn unsupported_media_type(headers: &HeaderMap) -> Option<Box<Issue>> {
    let sent = text(headers, &header::CONTENT_TYPE)?;
    let essence = sent
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let known = matches!(
        essence.as_str(),
        "application/fhir+json" | "application/json" | "text/json"
    );
    (!known).then(|| {
        fault(
            "media-type-unsupported",
            IssueCode::NotSupported,
            MEDIA_TYPE,
        )
    })
}

/// Undoes a content coding (RFC 9110 §8.4) within limits.
fn inflate(coding: Option<&str>, wire: Bytes, limits: &config::Intake) -> ReadBody {
    let coding = coding.map(|coding| coding.trim().to_ascii_lowercase());
    let unfolded = match coding.as_deref() {
        None | Some("" | "identity") => return Ok(wire),
        Some("gzip" | "x-gzip") => unfold(
            flate2::read::MultiGzDecoder::new(&*wire),
            wire.len(),
            limits,
        ),
        Some("zstd") => match zstd::Decoder::new(&*wire) {
            Ok(decoder) => unfold(decoder, wire.len(), limits),
            Err(error) => Err(error),
        },
        Some(_) => {
            let issue = fault(
                "content-coding-unsupported",
                IssueCode::NotSupported,
                CODING,
            );
            return Err((wire, issue));
        }
    };
    match unfolded {
        Ok(Some(body)) => Ok(body.into()),
        Ok(None) => Err((
            wire,
            fault("body-inflates-too-much", IssueCode::TooLong, INFLATES),
        )),
        Err(_) => Err((
            wire,
            fault("content-coding-broken", IssueCode::Structure, BROKEN),
        )),
    }
}

/// Reads to the end, or gives none as soon as a limit is passed. Small bodies may
/// exceed the ratio: 1 MiB is no bomb.
fn unfold(
    reader: impl Read,
    wire_bytes: usize,
    limits: &config::Intake,
) -> std::io::Result<Option<Vec<u8>>> {
    let by_ratio = wire_bytes
        .saturating_mul(limits.inflation_ratio_max)
        .max(1 << 20);
    let most = by_ratio.min(limits.inflated_bytes_max);
    let mut body = Vec::new();
    reader.take(most as u64 + 1).read_to_end(&mut body)?;
    Ok((body.len() <= most).then_some(body))
}

fn declared_bytes(headers: &HeaderMap) -> Option<usize> {
    text(headers, &header::CONTENT_LENGTH)?.parse().ok()
}

/// A header as text.
pub(crate) fn text<'h>(headers: &'h HeaderMap, name: &http::HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use bytes::Bytes;

    use super::inflate;
    use crate::config::Intake;

    fn gzip(plain: &[u8]) -> Bytes {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(plain).unwrap();
        encoder.finish().unwrap().into()
    }

    fn rule(coding: &str, wire: Bytes) -> String {
        inflate(Some(coding), wire, &Intake::default())
            .unwrap_err()
            .1
            .rule
    }

    #[test]
    fn gzip_and_zstd_are_undone() {
        let zstd: Bytes = zstd::encode_all(&b"{}"[..], 1).unwrap().into();
        let limits = Intake::default();
        assert_eq!(
            inflate(Some("gzip"), gzip(b"{}"), &limits).unwrap(),
            &b"{}"[..]
        );
        assert_eq!(inflate(Some("zstd"), zstd, &limits).unwrap(), &b"{}"[..]);
        assert_eq!(
            inflate(None, Bytes::from_static(b"{}"), &limits).unwrap(),
            &b"{}"[..]
        );
    }

    #[test]
    fn a_bomb_is_given_back_as_it_came() {
        let bomb = gzip(&vec![b' '; 300 << 20]);
        let (kept, issue) = inflate(Some("gzip"), bomb.clone(), &Intake::default()).unwrap_err();
        assert_eq!(issue.rule, "body-inflates-too-much");
        assert_eq!(kept, bomb);
    }

    #[test]
    fn a_truncated_or_unknown_coding_is_told_apart() {
        let whole = gzip(&[b'x'; 4096]);
        assert_eq!(
            rule("gzip", whole.slice(..whole.len() - 9)),
            "content-coding-broken"
        );
        assert_eq!(rule("br", whole), "content-coding-unsupported");
    }
}
