//! One report to a REST door, tried again on anything but a definite answer.

use std::time::Duration;

use anyhow::Context as _;
use caseway_proto::{Digest, Syntax};
use http::header;
use reqwest::{Client, Response};
use serde_json::Value;

use super::answers::Answer;
use crate::cli::inputs::Input;

/// How often a report is tried before the run goes on without an answer.
const TRIES: u32 = 8;
/// How long the second try waits for; each later one twice as long, up to the eighth.
const WAIT_MIN: Duration = Duration::from_millis(100);
/// One try may take this long.
const PATIENCE: Duration = Duration::from_mins(2);

/// A gateway's REST door, and the token to show there.
pub(in crate::cli) struct Door {
    client: Client,
    url: String,
    token: String,
}

impl Door {
    /// A door at a base URL.
    pub(in crate::cli) fn new(base: &str, token: &str) -> anyhow::Result<Self> {
        let client = Client::builder()
            .timeout(PATIENCE)
            .build()
            .context("cannot make an HTTP client")?;
        let url = format!("{}/fhir/Bundle", base.trim_end_matches('/'));
        Ok(Self {
            client,
            url,
            token: token.to_owned(),
        })
    }

    /// Sends a report; `status` is 0 when no try was answered.
    pub(super) async fn send(&self, input: Input) -> Answer {
        let mut answer = Answer {
            input: input.name.clone(),
            digest: Digest::of(&input.body),
            status: 0,
            submission_id: None,
            findings: Vec::new(),
            unanswered: None,
        };
        let mut wait = Duration::ZERO;
        for try_number in 0..TRIES {
            tokio::time::sleep(wait).await;
            (answer.status, answer.unanswered, wait) = match self.post(&input).await {
                Ok(response) => match retry_after(&response) {
                    None => return told(answer, response).await,
                    Some(wait) => (response.status().as_u16(), None, wait),
                },
                Err(error) => {
                    let why = format!("{:#}", anyhow::Error::from(error));
                    (0, Some(why), WAIT_MIN * (1 << try_number.min(6)))
                }
            };
        }
        answer
    }

    async fn post(&self, input: &Input) -> reqwest::Result<Response> {
        self.client
            .post(&self.url)
            .bearer_auth(&self.token)
            .header(header::CONTENT_TYPE, input.syntax.media_type())
            .header(header::ACCEPT, Syntax::Json.media_type())
            .body(input.body.clone())
            .send()
            .await
    }
}

/// How long to wait before trying again; none for a definite answer.
fn retry_after(response: &Response) -> Option<Duration> {
    let again =
        response.status().is_server_error() || matches!(response.status().as_u16(), 408 | 429);
    let told = response
        .headers()
        .get(header::RETRY_AFTER)
        .and_then(|value| value.to_str().ok()?.parse().ok());
    again.then(|| Duration::from_secs(told.unwrap_or(1)))
}

async fn told(mut answer: Answer, response: Response) -> Answer {
    answer.status = response.status().as_u16();
    answer.unanswered = None;
    let outcome: Value = response.json().await.unwrap_or_default();
    if outcome["resourceType"] != "OperationOutcome" {
        let why = format!(
            "who answers there is no REST door (status {})",
            answer.status
        );
        answer.unanswered = Some(why);
        return answer;
    }
    let issues = outcome["issue"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    answer.submission_id = issues
        .first()
        .and_then(|issue| issue["diagnostics"].as_str())
        .map(str::to_owned);
    answer.findings = issues.iter().skip(1).filter_map(sentence).collect();
    answer
}

fn sentence(issue: &Value) -> Option<String> {
    let text = issue["details"]["text"].as_str()?;
    let place = issue["expression"][0].as_str().unwrap_or("-");
    Some(format!(
        "{}: {place}: {text}",
        issue["severity"].as_str().unwrap_or("-")
    ))
}
