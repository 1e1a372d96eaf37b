//! How the demo's senders send: hospitals over REST, the laboratory over gRPC.

use anyhow::{Context as _, ensure};
use caseway_proto::wire::intake_client::IntakeClient;
use caseway_proto::wire::{self, PathologyReport, SubmitRequest};
use serde_json::Value;
use tonic::transport::Channel;

use crate::up::Addresses;

/// A verdict as the demo shows it.
pub(super) struct Verdict {
    /// The status or disposition.
    pub(super) said: String,
    /// The submission's id.
    pub(super) submission: String,
    /// Findings that reject, each as place and sentence.
    pub(super) findings: Vec<(String, String)>,
}

/// A hospital: its name, its token, and the door it sends to.
pub(super) struct Hospital {
    /// Its name.
    pub(super) name: &'static str,
    token: String,
    client: reqwest::Client,
    base: String,
}

impl Hospital {
    /// A hospital that sends to a REST door.
    pub(super) fn new(name: &'static str, token: &str, to: Addresses) -> Self {
        let base = format!("http://{}", to.http);
        Self {
            name,
            token: token.to_owned(),
            client: reqwest::Client::new(),
            base,
        }
    }

    /// Sends a report.
    pub(super) async fn send(&self, report: &Value) -> anyhow::Result<Verdict> {
        let request = self
            .client
            .post(format!("{}/fhir/Bundle", self.base))
            .bearer_auth(&self.token);
        let request = request
            .header("content-type", "application/fhir+json")
            .body(report.to_string());
        let response = request.send().await?;
        let status = response.status();
        let outcome: Value = response.json().await?;
        let issues = outcome["issue"]
            .as_array()
            .context("the answer is no OperationOutcome")?;
        let first = issues.first().context("the answer has no issue")?;
        Ok(Verdict {
            said: said(
                status.as_u16(),
                first["details"]["coding"][0]["code"]
                    .as_str()
                    .unwrap_or("-"),
            ),
            submission: first["diagnostics"].as_str().unwrap_or("-").to_owned(),
            findings: issues
                .iter()
                .filter(|issue| issue["severity"] != "information")
                .map(finding)
                .collect(),
        })
    }
}

/// The status and what it means; the first answer again is told apart.
fn said(status: u16, disposition: &str) -> String {
    match (status, disposition) {
        (200, "accepted") => String::from("200 duplicate: the first answer again"),
        (status, disposition) => format!("{status} {disposition}"),
    }
}

fn finding(issue: &Value) -> (String, String) {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let rule = text(&issue["details"]["coding"][0]["code"]);
    (
        format!("{rule} at {}", text(&issue["expression"][0])),
        text(&issue["details"]["text"]),
    )
}

/// A laboratory that sends to the gRPC door.
pub(super) struct Laboratory {
    client: IntakeClient<Channel>,
    authorization: String,
}

impl Laboratory {
    /// A laboratory with a token.
    pub(super) async fn new(token: &str, to: Addresses) -> anyhow::Result<Self> {
        let client = IntakeClient::connect(format!("http://{}", to.grpc)).await?;
        Ok(Self {
            client,
            authorization: format!("Bearer {token}"),
        })
    }

    /// Sends a typed pathology report.
    pub(super) async fn send(
        &mut self,
        registry: &str,
        report: PathologyReport,
    ) -> anyhow::Result<Verdict> {
        let content = Some(wire::report::Content::Pathology(report));
        let report = Some(wire::Report {
            registry: registry.to_owned(),
            content,
        });
        let mut request = tonic::Request::new(SubmitRequest { report });
        request
            .metadata_mut()
            .insert("authorization", self.authorization.parse()?);
        let outcome = self.client.submit(request).await?.into_inner().outcome;
        let outcome = outcome.context("the answer has no outcome")?;
        ensure!(
            !outcome.submission_id.is_empty(),
            "the answer names no submission"
        );
        Ok(Verdict {
            said: outcome
                .disposition()
                .as_str_name()
                .trim_start_matches("DISPOSITION_")
                .to_owned(),
            submission: outcome.submission_id,
            findings: outcome
                .issues
                .into_iter()
                .map(|issue| {
                    (
                        format!("{} at {}", issue.rule, issue.expression),
                        issue.message,
                    )
                })
                .collect(),
        })
    }
}
