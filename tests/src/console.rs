//! An operator at the console.

use std::net::SocketAddr;

use anyhow::Context as _;

/// A console.
#[derive(Clone, Debug)]
pub struct Console {
    client: reqwest::Client,
    base: String,
}

impl Console {
    /// The console at an address.
    #[must_use]
    pub fn new(address: SocketAddr) -> Self {
        Self {
            client: reqwest::Client::new(),
            base: format!("http://{address}"),
        }
    }

    /// A page's status and text.
    ///
    /// # Errors
    /// When there is no whole answer.
    pub async fn page(&self, path: &str) -> anyhow::Result<(u16, String)> {
        let response = self
            .client
            .get(format!("{}{path}", self.base))
            .send()
            .await?;
        Ok((response.status().as_u16(), response.text().await?))
    }

    /// The value of a metric without labels.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn metric(&self, name: &str) -> anyhow::Result<f64> {
        let (_, metrics) = self.page("/metrics").await?;
        let value = metrics
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        value
            .with_context(|| format!("{name} is not there"))?
            .parse()
            .context("it is a number")
    }

    /// The quarantined entries that the page offers to release.
    ///
    /// # Errors
    /// When there is no whole answer.
    pub async fn quarantine(&self) -> anyhow::Result<Vec<i64>> {
        let (_, page) = self.page("/").await?;
        let offers = page.split("/quarantine/").skip(1);
        let releases = offers.filter_map(|rest| rest.split_once("/release\"")?.0.parse().ok());
        Ok(releases.collect())
    }

    /// Releases or discards an entry, and gives the answer's status.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn decide(&self, entry: i64, action: &str, reason: &str) -> anyhow::Result<u16> {
        let path = format!("/quarantine/{entry}/{action}");
        Ok(self.form(&path, &[("reason", reason)]).await?.0)
    }

    /// Rules on a case with what a form says, and gives the answer's status and text.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn rule(&self, case: &str, form: &[(&str, &str)]) -> anyhow::Result<(u16, String)> {
        self.form(&format!("/cases/{case}/rule"), form).await
    }

    /// Looks at what the reports of a case say, and gives the answer's status and text.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn look(&self, case: &str, reason: &str) -> anyhow::Result<(u16, String)> {
        self.form(&format!("/cases/{case}/look"), &[("reason", reason)])
            .await
    }

    /// Undoes a ruling, and gives the answer's status.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn undo(&self, case: &str, ruling: &str, reason: &str) -> anyhow::Result<u16> {
        let path = format!("/cases/{case}/undo/{ruling}");
        Ok(self.form(&path, &[("reason", reason)]).await?.0)
    }

    /// Says of something owed for a case that it does not apply, and gives the answer's status.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn waive(&self, case: &str, id: &str, reason: &str) -> anyhow::Result<u16> {
        let path = format!("/cases/{case}/not-applicable/{id}");
        Ok(self.form(&path, &[("reason", reason)]).await?.0)
    }

    /// The answer's status when another site's page has a browser release an entry.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn release_from_elsewhere(&self, entry: i64) -> anyhow::Result<u16> {
        let path = format!("/quarantine/{entry}/release");
        let request = self.filled(&path, &[("reason", "checked with the unit")]);
        let answer = request
            .header("sec-fetch-site", "cross-site")
            .send()
            .await?;
        Ok(answer.status().as_u16())
    }

    async fn form(&self, path: &str, fields: &[(&str, &str)]) -> anyhow::Result<(u16, String)> {
        let answer = self.filled(path, fields).send().await?;
        Ok((answer.status().as_u16(), answer.text().await?))
    }

    fn filled(&self, path: &str, fields: &[(&str, &str)]) -> reqwest::RequestBuilder {
        let fields = fields.iter();
        let fields = fields.map(|(name, value)| format!("{name}={}", value.replace(' ', "+")));
        let form = fields.collect::<Vec<_>>().join("&");
        let request = self.client.post(format!("{}{path}", self.base)).body(form);
        request.header("content-type", "application/x-www-form-urlencoded")
    }
}
