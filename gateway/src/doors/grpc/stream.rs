//! `Intake.SubmitStream`: many reports on one call, an answer per item.
//!
//! Items are admitted as they come, a bounded number at once, and answered as they
//! become durable, in any order. A Sender whose connection broke sends again what
//! has no answer; what was durable gets its first Receipt. An item over the quota
//! waits for it here, so that a stream is slowed rather than broken.

use std::sync::Arc;
use std::time::Duration;

use caseway_profiles::Language;
use caseway_proto::{Sender, wire};
use futures::stream::{Stream, StreamExt as _};
use tonic::{Code, Status, Streaming};

use super::intake::Door;
use super::refusal;
use crate::auth::Permit;

/// A tag may have this many characters.
const TAG_CHARACTERS_MAX: usize = 200;
/// How often an item that was turned away is tried again before the call ends.
const TRIES: u32 = 30;

/// The answers to a stream of reports.
pub(crate) fn answers(
    door: Door,
    permit: Permit<Sender>,
    language: Language,
    items: Streaming<wire::SubmitStreamRequest>,
) -> impl Stream<Item = Result<wire::SubmitStreamResponse, Status>> {
    let most = door.house.config.intake.stream_items_max;
    let (door, permit) = (Arc::new(door), Arc::new(permit));
    items
        .map(move |item| {
            let (door, permit) = (door.clone(), permit.clone());
            async move {
                let answered = match item {
                    Ok(item) => answer(&door, &permit, language, item).await,
                    Err(status) => Err(refusal::by_transport(status)),
                };
                answered.map_err(|status| refusal::told(&status, door.house.voice(language)))
            }
        })
        .buffer_unordered(most)
}

async fn answer(
    door: &Door,
    permit: &Permit<Sender>,
    language: Language,
    item: wire::SubmitStreamRequest,
) -> Result<wire::SubmitStreamResponse, Status> {
    let wire::SubmitStreamRequest { tag, report } = item;
    if tag.chars().count() > TAG_CHARACTERS_MAX {
        return Err(refusal::bad_call("tag has more than 200 characters."));
    }
    let outcome = admit(door, permit, report, language).await?;
    Ok(wire::SubmitStreamResponse {
        tag,
        outcome: Some(outcome),
    })
}

async fn admit(
    door: &Door,
    permit: &Permit<Sender>,
    report: Option<wire::Report>,
    language: Language,
) -> Result<wire::Outcome, Status> {
    for _ in 0..TRIES {
        match door.admit(permit, report.clone(), language).await {
            Err(status) if matches!(status.code(), Code::ResourceExhausted | Code::Unavailable) => {
                tokio::time::sleep(wait(&status)).await;
            }
            answered => return answered,
        }
    }
    door.admit(permit, report, language).await
}

fn wait(status: &Status) -> Duration {
    let seconds = status
        .metadata()
        .get("retry-after")
        .and_then(|value| value.to_str().ok());
    Duration::from_secs(seconds.and_then(|text| text.parse().ok()).unwrap_or(1))
}
