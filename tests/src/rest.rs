//! A sender over REST.

use std::net::SocketAddr;

use anyhow::Context as _;
use reqwest::header::HeaderMap;
use serde_json::Value;

/// A sender that knows a REST door and has a token.
#[derive(Clone, Debug)]
pub struct Rest {
    client: reqwest::Client,
    base: String,
    token: String,
}

/// An answer, whole.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl Rest {
    /// A sender.
    #[must_use]
    pub fn new(door: SocketAddr, token: &str) -> Self {
        let client = reqwest::Client::new();
        Self {
            client,
            base: format!("http://{door}"),
            token: token.to_owned(),
        }
    }

    /// The same sender at a door that has moved.
    #[must_use]
    pub fn moved(&self, door: SocketAddr) -> Self {
        Self::new(door, &self.token)
    }

    /// Its token.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Posts a report.
    ///
    /// # Errors
    /// When there is no whole answer.
    pub async fn send(&self, report: &Value) -> anyhow::Result<Answer> {
        self.post("/fhir/Bundle", report.to_string().into_bytes(), &[])
            .await
    }

    /// Posts bytes with further headers.
    ///
    /// # Errors
    /// When there is no whole answer.
    pub async fn post(
        &self,
        path: &str,
        body: Vec<u8>,
        headers: &[(&str, &str)],
    ) -> anyhow::Result<Answer> {
        let mut request = self.client.post(format!("{}{path}", self.base)).body(body);
        if !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header("content-type", "application/fhir+json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        answered(request.bearer_auth(&self.token)).await
    }

    /// Reads something.
    ///
    /// # Errors
    /// When there is no whole answer.
    pub async fn get(&self, path: &str) -> anyhow::Result<Answer> {
        self.ask(path, &[]).await
    }

    /// Reads something with further headers.
    ///
    /// # Errors
    /// When there is no whole answer.
    pub async fn ask(&self, path: &str, headers: &[(&str, &str)]) -> anyhow::Result<Answer> {
        let mut request = self.client.get(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        answered(request.bearer_auth(&self.token)).await
    }

    /// The sender's account; `query` such as `?as_of=7`.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn account(&self, query: &str) -> anyhow::Result<Value> {
        let answer = self.get(&format!("/reconciliation{query}")).await?;
        anyhow::ensure!(answer.status == 200, "{answer:?}");
        answer.json()
    }

    /// One submission of the sender.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn submission(&self, id: &str) -> anyhow::Result<Value> {
        let answer = self.get(&format!("/submissions/{id}")).await?;
        anyhow::ensure!(answer.status == 200, "{answer:?}");
        answer.json()
    }
}

impl Answer {
    /// The body as JSON.
    ///
    /// # Errors
    /// When it is not.
    pub fn json(&self) -> anyhow::Result<Value> {
        let text = || String::from_utf8_lossy(&self.body).into_owned();
        serde_json::from_slice(&self.body).with_context(|| format!("{} {}", self.status, text()))
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header as text, empty where there is none.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The submission that the first issue names.
    ///
    /// # Errors
    /// When it names none.
    pub fn submission(&self) -> anyhow::Result<String> {
        let outcome = self.json()?;
        let id = outcome["issue"][0]["diagnostics"].as_str();
        Ok(id
            .with_context(|| format!("no submission is named: {outcome}"))?
            .to_owned())
    }

    /// The rules of the findings.
    ///
    /// # Errors
    /// When the body is no outcome.
    pub fn rules(&self) -> anyhow::Result<Vec<String>> {
        let outcome = self.json()?;
        let issues = outcome["issue"].as_array().context("there are issues")?;
        let code = |issue: &Value| {
            issue["details"]["coding"][0]["code"]
                .as_str()
                .map(str::to_owned)
        };
        Ok(issues.iter().filter_map(code).collect())
    }
}

async fn answered(request: reqwest::RequestBuilder) -> anyhow::Result<Answer> {
    let response = request.send().await?;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Ok(Answer {
        status,
        headers,
        body: response.bytes().await?.to_vec(),
    })
}
