//! `caseway.v1.Intake`: one report, a stream of reports, or a check.

use std::pin::Pin;
use std::sync::Arc;

use caseway_profiles::Language;
use caseway_proto::wire::{self, intake_server};
use caseway_proto::{Sender, Submission};
use futures::Stream;
use tonic::metadata::MetadataMap;
use tonic::{Request, Response, Status, Streaming};

use super::{convert, language, refusal, stream};
use crate::auth::Permit;
use crate::start::House;

/// The door's state.
#[derive(Clone)]
pub(crate) struct Door {
    /// The house behind it.
    pub(crate) house: Arc<House>,
}

impl Door {
    /// The permit of whoever calls.
    pub(crate) async fn permit(&self, metadata: &MetadataMap) -> Result<Permit<Sender>, Status> {
        permit(&self.house, metadata).await
    }

    /// Admits one report, and tells the findings in a language.
    pub(crate) async fn admit(
        &self,
        permit: &Permit<Sender>,
        report: Option<wire::Report>,
        language: Language,
    ) -> Result<wire::Outcome, Status> {
        let submission = self.received(permit, report)?;
        let room = self
            .house
            .turnstile
            .room(submission.body.len())
            .map_err(refusal::turned_away)?;
        let receipt = self.house.intake.admit(permit, submission).await;
        drop(room);
        let mut receipt = receipt.map_err(|error| refusal::store(&error))?;
        self.house.voice(language).tell(&mut receipt.issues);
        Ok(convert::outcome(&receipt))
    }

    fn received(
        &self,
        permit: &Permit<Sender>,
        report: Option<wire::Report>,
    ) -> Result<Submission, Status> {
        self.house
            .turnstile
            .count(permit.holder().id)
            .map_err(refusal::turned_away)?;
        convert::submission(&self.house, report, self.house.clock.now())
    }
}

/// The permit of whoever calls.
pub(crate) async fn permit(
    house: &House,
    metadata: &MetadataMap,
) -> Result<Permit<Sender>, Status> {
    let shown = metadata
        .get("authorization")
        .and_then(|value| value.to_str().ok());
    house
        .gatekeeper
        .permit(shown)
        .await
        .map_err(refusal::no_permit)
}

#[tonic::async_trait]
impl intake_server::Intake for Door {
    type SubmitStreamStream =
        Pin<Box<dyn Stream<Item = Result<wire::SubmitStreamResponse, Status>> + Send>>;

    async fn submit(
        &self,
        request: Request<wire::SubmitRequest>,
    ) -> Result<Response<wire::SubmitResponse>, Status> {
        let permit = self.permit(request.metadata()).await?;
        let language = language::of(request.metadata());
        let report = request.into_inner().report;
        let outcome = self.admit(&permit, report, language).await?;
        Ok(Response::new(wire::SubmitResponse {
            outcome: Some(outcome),
        }))
    }

    async fn submit_stream(
        &self,
        request: Request<Streaming<wire::SubmitStreamRequest>>,
    ) -> Result<Response<Self::SubmitStreamStream>, Status> {
        let permit = self.permit(request.metadata()).await?;
        let language = language::of(request.metadata());
        Ok(Response::new(Box::pin(stream::answers(
            self.clone(),
            permit,
            language,
            request.into_inner(),
        ))))
    }

    async fn check(
        &self,
        request: Request<wire::CheckRequest>,
    ) -> Result<Response<wire::CheckResponse>, Status> {
        let permit = self.permit(request.metadata()).await?;
        let language = language::of(request.metadata());
        let submission = self.received(&permit, request.into_inner().report)?;
        let mut checked = self.house.intake.check(&permit, &submission).await;
        self.house.voice(language).tell(&mut checked.issues);
        let outcome = convert::checked(&checked.issues, submission.received_at);
        Ok(Response::new(wire::CheckResponse {
            outcome: Some(outcome),
        }))
    }
}
