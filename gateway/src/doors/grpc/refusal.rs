//! Calls that were never received, as gRPC statuses.
//!
//! The rules are those of the REST door, and each status names its own in the metadata
//! `caseway-rule`; by it the sentence is told in the language that the call asks for.
//! `retry-after` is in seconds.

use std::sync::Arc;

use caseway_profiles::Voice;
use caseway_proto::Door;
use caseway_store::StoreError;
use tonic::metadata::MetadataValue;
use tonic::{Code, Status};

use crate::auth::Refusal;
use crate::overload::TurnedAway;
use crate::telemetry;
use crate::waivers::Unwaived;

/// The metadata entry in which a status names its rule.
const RULE: &str = "caseway-rule";

/// No permit.
pub(crate) fn no_permit(refusal: Refusal) -> Status {
    match refusal {
        Refusal::Missing => by_rule(
            Code::Unauthenticated,
            "token-missing",
            "Show your token in the metadata: authorization: Bearer TOKEN.",
        ),
        Refusal::Unknown => by_rule(
            Code::Unauthenticated,
            "token-unknown",
            "Nobody knows this token. Ask the registry's operators for one.",
        ),
        Refusal::Revoked => by_rule(
            Code::PermissionDenied,
            "token-revoked",
            "This token was revoked. Ask the registry's operators for a new one.",
        ),
        Refusal::Unavailable(error) => store(&Arc::new(error)),
    }
}

/// No room.
pub(crate) fn turned_away(turned_away: TurnedAway) -> Status {
    let (code, rule) = match turned_away {
        TurnedAway::Quota(_) => (Code::ResourceExhausted, "quota-exceeded"),
        TurnedAway::Overload => (Code::Unavailable, "overload"),
    };
    telemetry::turned_away(Door::Grpc, turned_away.why());
    retry(
        by_rule(code, rule, &turned_away.message()),
        turned_away.retry_seconds(),
    )
}

/// The store cannot be used now.
pub(crate) fn store(error: &Arc<StoreError>) -> Status {
    tracing::error!(%error, source = ?std::error::Error::source(&**error), "the store failed a call");
    let message = "The store cannot be used now. Nothing you sent was acknowledged: send it again after \
                   retry-after seconds, with the same identifier.";
    retry(by_rule(Code::Unavailable, "store-unavailable", message), 5)
}

/// Something in the call cannot be used.
pub(crate) fn bad_call(message: &str) -> Status {
    by_rule(Code::InvalidArgument, "call-invalid", message)
}

/// The days of a period cannot be used.
pub(crate) fn bad_period(message: &str) -> Status {
    by_rule(Code::InvalidArgument, "query-invalid", message)
}

/// Something that is owed cannot be waived.
pub(crate) fn unwaived(unwaived: Unwaived) -> Status {
    let message = unwaived.to_string();
    match unwaived {
        Unwaived::Unknown => by_rule(Code::NotFound, "not-found", &message),
        Unwaived::Closed => by_rule(Code::FailedPrecondition, "expectation-closed", &message),
        Unwaived::Reason(_) => by_rule(Code::InvalidArgument, "reason-invalid", &message),
        Unwaived::Store(error) => store(&Arc::new(error)),
    }
}

/// What the transport refused before the call came to us, by the rule that is broken.
pub(crate) fn by_transport(status: Status) -> Status {
    if status.metadata().contains_key(RULE) {
        return status;
    }
    // Of a method that there is not it says nothing.
    let says_nothing = status.message().is_empty();
    match status.code() {
        Code::OutOfRange => by_rule(
            Code::OutOfRange,
            "body-too-large",
            "The message is larger than this door takes (intake.message_bytes_max). Send one report a message.",
        ),
        Code::Unimplemented if !says_nothing => by_rule(
            Code::Unimplemented,
            "content-coding-unsupported",
            "This content coding is not known here. Use gzip or zstd, or none.",
        ),
        _ => status,
    }
}

/// The same status, its sentence in a language.
pub(crate) fn told(status: &Status, voice: Voice<'_>) -> Status {
    let rule = status.metadata().get(RULE);
    let rule = rule.and_then(|rule| rule.to_str().ok()).unwrap_or_default();
    let message = voice.say(rule, status.message()).into_owned();
    Status::with_metadata(status.code(), message, status.metadata().clone())
}

fn by_rule(code: Code, rule: &'static str, message: &str) -> Status {
    let mut status = Status::new(code, message);
    let rule = MetadataValue::from_static(rule);
    status.metadata_mut().insert(RULE, rule);
    status
}

fn retry(mut status: Status, seconds: u64) -> Status {
    status
        .metadata_mut()
        .insert("retry-after", MetadataValue::from(seconds));
    status
}
