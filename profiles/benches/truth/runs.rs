//! A run of the suite: what is checked against what, and the recorded verdict.

use std::path::Path;

use caseway_profiles::{Ask, Catalogue, Settings};
use caseway_proto::{Issue, IssueCode, Severity, Syntax};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use super::Fault;

/// A line of the suite's list.
#[derive(Debug, Deserialize)]
pub(super) struct Run {
    pub(super) name: String,
    pub(super) lane: String,
    pub(super) format: String,
    #[serde(rename = "run")]
    against: String,
    file: String,
    resource: Option<String>,
    profiles: Vec<String>,
    supporting: Vec<String>,
    pub(super) areas: Vec<String>,
    pub(super) expressions: Vec<Option<String>>,
    pub(super) expect_valid: bool,
}

impl Run {
    /// What the checker finds. A definition of the run that is refused when it is
    /// installed is a finding too.
    pub(super) fn verdict(&self, files: &Path) -> Result<Vec<Issue>, Fault> {
        let mut catalogue = Catalogue::new(Settings::default())?;
        let mut definitions = Vec::new();
        for name in self.profiles.iter().chain(&self.supporting) {
            definitions.push(definition(&catalogue, &files.join(name))?);
        }
        // A run against the base type only has them at hand.
        let first = definitions.first().filter(|_| self.against == "profile");
        let named = first
            .and_then(|definition| definition["url"].as_str())
            .map(str::to_owned);
        if let Err(error) = catalogue.define(definitions) {
            let code = IssueCode::Structure;
            let message = error.to_string();
            return Ok(vec![Issue::new(
                Severity::Fatal,
                code,
                "not-installed",
                message,
            )]);
        }
        let kind = self.resource.as_deref().unwrap_or("Resource");
        let base = format!("http://hl7.org/fhir/StructureDefinition/{kind}");
        let body = std::fs::read(files.join(&self.file))?;
        let ask = Ask {
            syntax: syntax(&self.format),
            registry: None,
            default_registry: None,
            profile: Some(named.as_deref().unwrap_or(&base)),
            received_at: Timestamp::constant(1_790_000_000, 0),
            allow_synthetic: true,
            strict: true,
        };
        Ok(catalogue.check(&body, &ask).issues)
    }
}

fn syntax(format: &str) -> Syntax {
    match format {
        "xml" => Syntax::Xml,
        _ => Syntax::Json,
    }
}

fn definition(catalogue: &Catalogue, file: &Path) -> Result<Value, Fault> {
    let end = file.extension().and_then(|end| end.to_str());
    let body = std::fs::read(file)?;
    let read = catalogue.read(
        &body,
        syntax(end.unwrap_or("json")),
        &Settings::default().limits,
    );
    read.map_err(|issue| format!("{}: {}", file.display(), issue.message).into())
}
