//! Calls that were never received, as gRPC statuses. The sentences are those of
//! the REST door; `retry-after` is in seconds.

use std::sync::Arc;

use caseway_proto::Door;
use caseway_store::StoreError;
use tonic::metadata::MetadataValue;
use tonic::{Code, Status};

use crate::auth::Refusal;
use crate::overload::TurnedAway;
use crate::telemetry;

/// No permit.
pub(crate) fn no_permit(refusal: Refusal) -> Status {
    match refusal {
        Refusal::Missing => {
            Status::unauthenticated("Show your token in the metadata: authorization: Bearer TOKEN.")
        }
        Refusal::Unknown => Status::unauthenticated(
            "Nobody knows this token. Ask the registry's operators for one.",
        ),
        Refusal::Revoked => Status::permission_denied(
            "This token was revoked. Ask the registry's operators for a new one.",
        ),
        Refusal::Unavailable(error) => store(&Arc::new(error)),
    }
}

/// No room.
pub(crate) fn turned_away(turned_away: TurnedAway) -> Status {
    let code = match turned_away {
        TurnedAway::Quota(_) => Code::ResourceExhausted,
        TurnedAway::Overload => Code::Unavailable,
    };
    telemetry::turned_away(Door::Grpc, turned_away.why());
    retry(
        Status::new(code, turned_away.message()),
        turned_away.retry_seconds(),
    )
}

/// The store cannot be used now.
pub(crate) fn store(error: &Arc<StoreError>) -> Status {
    tracing::error!(%error, source = ?std::error::Error::source(&**error), "the store failed a call");
    let message = "The store cannot be used now. Nothing you sent was acknowledged: send it again, with \
                   the same identifier.";
    retry(Status::unavailable(message), 5)
}

fn retry(mut status: Status, seconds: u64) -> Status {
    status
        .metadata_mut()
        .insert("retry-after", MetadataValue::from(seconds));
    status
}
