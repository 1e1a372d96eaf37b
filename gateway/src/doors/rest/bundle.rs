//! `POST /fhir/Bundle` and `POST /fhir/$process-message`: one report, one answer.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::body::Received;
use super::outcome::answer;
use super::refusal::NotReceived;
use crate::start::House;

/// Takes one report and answers when it is durable.
pub(crate) async fn create(
    State(house): State<Arc<House>>,
    received: Received,
) -> Result<Response, NotReceived> {
    let Received {
        permit,
        submission,
        fault,
        room,
    } = received;
    let receipt = match fault {
        None => house.intake.admit(&permit, submission).await?,
        Some(issue) => house.intake.refuse(&permit, submission, *issue).await?,
    };
    drop(room);
    Ok(answer(&receipt))
}
