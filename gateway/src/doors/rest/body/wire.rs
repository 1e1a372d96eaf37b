//! The bytes on the wire, up to a limit, with room made as they come.

use std::time::Duration;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;

use crate::doors::rest::refusal::NotReceived;
use crate::overload::Room;

/// Of a body over the limit this many bytes are kept: enough to tell it from another
/// and to see what it was.
pub(super) const START_BYTES: usize = 64 << 10;

/// Of a body that nobody reads this many bytes are let pass before the answer.
const PASS_BYTES: usize = 1 << 20;
/// For at most this long.
const PASS_WAIT: Duration = Duration::from_secs(1);

/// What came over the wire.
pub(super) enum Wire {
    /// All of it.
    Whole(Bytes),
    /// The start of a body that is over the limit.
    Start(Bytes),
}

/// Reads a body to its end, or as far as the limit.
pub(super) async fn collect(
    body: &mut Body,
    bytes_max: usize,
    room: &mut Room,
) -> Result<Wire, NotReceived> {
    let mut wire = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| NotReceived::too_slow())?;
        let Ok(data) = frame.into_data() else {
            continue;
        };
        if wire.len() + data.len() > bytes_max {
            wire.extend_from_slice(&data[..data.len().min(START_BYTES)]);
            wire.truncate(START_BYTES);
            return Ok(Wire::Start(wire.freeze()));
        }
        room.grow(wire.len() + data.len())?;
        wire.extend_from_slice(&data);
    }
    Ok(Wire::Whole(wire.freeze()))
}

/// Lets the rest of a body pass that is answered without being read. A sender that is
/// still writing when its connection closes would see a broken connection and not the
/// answer (RFC 9112 §9.6).
pub(super) async fn let_pass(mut body: Body) {
    let pass = async {
        let mut passed = 0;
        while let Some(Ok(frame)) = body.frame().await {
            passed += frame.data_ref().map_or(0, Bytes::len);
            if passed > PASS_BYTES {
                break;
            }
        }
    };
    // One that takes longer is cut off.
    tokio::time::timeout(PASS_WAIT, pass).await.ok();
}
