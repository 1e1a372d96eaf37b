//! A run of the suite: what is checked against what, and the recorded verdict.

use std::path::Path;

use caseway_profiles::{Ask, Catalogue, STRICT, Settings};
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
    options: Options,
}

/// The switches of a run that have an equal here.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Options {
    allowed_extension_domain: Option<String>,
    examples: Option<bool>,
    #[serde(rename = "assumeValidRestReferences", default)]
    assume_valid_rest_references: bool,
    #[serde(rename = "noHtmlInMarkdown", default)]
    no_html_in_markdown: bool,
    #[serde(default)]
    security_checks: bool,
}

impl Run {
    fn settings(&self) -> Settings {
        Settings {
            extension_domains: self
                .options
                .allowed_extension_domain
                .iter()
                .cloned()
                .collect(),
            ..Settings::default()
        }
    }

    /// What HL7's validator has errors for by itself, and what it is switched to have.
    fn refuse(&self) -> Vec<&'static str> {
        let mut rules = STRICT.to_vec();
        rules.extend((self.options.examples == Some(false)).then_some("example-url"));
        rules.extend(
            self.options
                .no_html_in_markdown
                .then_some("markdown-has-html"),
        );
        rules.extend(self.options.security_checks.then_some("text-has-markup"));
        let paths = self.options.assume_valid_rest_references;
        rules.extend(paths.then_some("reference-type-outside"));
        rules
    }

    /// What the checker finds. A definition of the run that is refused when it is
    /// installed is a finding too.
    pub(super) fn verdict(&self, files: &Path) -> Result<Vec<Issue>, Fault> {
        let mut catalogue = Catalogue::new(self.settings())?;
        let mut definitions = Vec::new();
        for name in self.profiles.iter().chain(&self.supporting) {
            definitions.push(definition(&catalogue, &files.join(name))?);
        }
        // The one to check against stands last; a run against the base type has none.
        let last = self.profiles.len().checked_sub(1);
        let named = last
            .filter(|_| self.against == "profile")
            .and_then(|at| definitions.get(at))
            .and_then(|definition| definition["url"].as_str())
            .map(str::to_owned);
        if let Err(error) = catalogue.define(&definitions) {
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
            refuse: &self.refuse(),
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
