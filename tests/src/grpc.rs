//! A sender over gRPC.

use std::net::SocketAddr;

use anyhow::Context as _;
use caseway_proto::wire::intake_client::IntakeClient;
use caseway_proto::wire::report::Content;
use caseway_proto::wire::reports_client::ReportsClient;
use caseway_proto::wire::{self, GetReconciliationRequest, Outcome, Report, SubmitRequest};
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status, Streaming};

/// A sender that knows a gRPC door and has a token.
#[derive(Clone, Debug)]
pub struct Grpc {
    channel: Channel,
    token: String,
    language: &'static str,
}

impl Grpc {
    /// A sender; it connects when it first sends.
    ///
    /// # Errors
    /// When the address cannot be used.
    pub fn new(door: SocketAddr, token: &str) -> anyhow::Result<Self> {
        let channel = Endpoint::from_shared(format!("http://{door}"))?.connect_lazy();
        Ok(Self {
            channel,
            token: token.to_owned(),
            language: "en",
        })
    }

    /// The same sender, who wants to be told in a language.
    #[must_use]
    pub fn in_language(self, language: &'static str) -> Self {
        Self { language, ..self }
    }

    /// FHIR bytes as content.
    #[must_use]
    pub fn fhir(bytes: impl Into<Vec<u8>>) -> Option<Content> {
        Some(Content::FhirJson(bytes.into()))
    }

    /// Sends one report.
    ///
    /// # Errors
    /// The call's status.
    pub async fn submit(
        &self,
        registry: &str,
        content: Option<Content>,
    ) -> Result<Outcome, Status> {
        let report = Some(Report {
            registry: registry.to_owned(),
            content,
        });
        let request = self.request(SubmitRequest { report })?;
        let answer = IntakeClient::new(self.channel.clone())
            .submit(request)
            .await?;
        answer
            .into_inner()
            .outcome
            .ok_or_else(|| Status::internal("no outcome"))
    }

    /// What would be said of a report.
    ///
    /// # Errors
    /// The call's status.
    pub async fn check(&self, registry: &str, content: Option<Content>) -> Result<Outcome, Status> {
        let report = Some(Report {
            registry: registry.to_owned(),
            content,
        });
        let request = self.request(wire::CheckRequest { report })?;
        let answer = IntakeClient::new(self.channel.clone())
            .check(request)
            .await?;
        answer
            .into_inner()
            .outcome
            .ok_or_else(|| Status::internal("no outcome"))
    }

    /// Sends reports on one stream, each tagged with its index, and gives the
    /// outcomes by index.
    ///
    /// # Errors
    /// When the call fails or an item has no answer.
    pub async fn stream(&self, reports: Vec<Report>) -> anyhow::Result<Vec<Outcome>> {
        let count = reports.len();
        let items =
            reports
                .into_iter()
                .enumerate()
                .map(|(index, report)| wire::SubmitStreamRequest {
                    tag: index.to_string(),
                    report: Some(report),
                });
        let request = self.request(tokio_stream::iter(items.collect::<Vec<_>>()))?;
        let mut client = IntakeClient::new(self.channel.clone());
        let mut answers = client.submit_stream(request).await?.into_inner();
        let mut outcomes = vec![None; count];
        while let Some(answer) = answers.message().await? {
            let index: usize = answer.tag.parse()?;
            *outcomes.get_mut(index).context("the tag is one of ours")? = answer.outcome;
        }
        outcomes
            .into_iter()
            .collect::<Option<_>>()
            .context("every item has its answer")
    }

    /// The sender's account of all time.
    ///
    /// # Errors
    /// The call's status.
    pub async fn account(&self) -> Result<wire::Reconciliation, Status> {
        let request = self.request(GetReconciliationRequest::default())?;
        let mut client = ReportsClient::new(self.channel.clone());
        Ok(client.get_reconciliation(request).await?.into_inner())
    }

    /// Says of something the sender owes whether it applies, and gives how it stands then.
    ///
    /// # Errors
    /// The call's status.
    pub async fn not_applicable(
        &self,
        id: &str,
        reason: &str,
        applies: bool,
    ) -> Result<wire::Expectation, Status> {
        let request = self.request(wire::SetNotApplicableRequest {
            id: id.to_owned(),
            reason: reason.to_owned(),
            applies,
        })?;
        let mut client = ReportsClient::new(self.channel.clone());
        Ok(client.set_not_applicable(request).await?.into_inner())
    }

    /// The sender's submissions of all time, the first page.
    ///
    /// # Errors
    /// The call's status.
    pub async fn submissions(&self) -> Result<Vec<wire::SubmissionState>, Status> {
        let request = self.request(wire::ListSubmissionsRequest::default())?;
        let mut client = ReportsClient::new(self.channel.clone());
        Ok(client
            .list_submissions(request)
            .await?
            .into_inner()
            .submissions)
    }

    /// The sender's account of all time, again each time it changes.
    ///
    /// # Errors
    /// The call's status.
    pub async fn watch(&self) -> Result<Streaming<wire::Reconciliation>, Status> {
        let request = self.request(GetReconciliationRequest::default())?;
        let mut client = ReportsClient::new(self.channel.clone());
        Ok(client.watch_reconciliation(request).await?.into_inner())
    }

    fn request<T>(&self, message: T) -> Result<Request<T>, Status> {
        let mut request = Request::new(message);
        let shown = format!("Bearer {}", self.token).parse();
        let shown = shown.map_err(|_| Status::internal("the token cannot be shown"))?;
        request.metadata_mut().insert("authorization", shown);
        let language = tonic::metadata::MetadataValue::from_static(self.language);
        request.metadata_mut().insert("accept-language", language);
        Ok(request)
    }
}
