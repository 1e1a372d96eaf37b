//! What a sender was told, in one form for every door, so that outcomes can be
//! compared field for field.

use anyhow::Context as _;
use caseway_proto::wire;
use serde_json::Value;

use crate::Answer;

/// What a sender was told of a report; ids and moments left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// `accepted`, `rejected`, `superseded`.
    pub disposition: String,
    /// The findings.
    pub findings: Vec<Finding>,
}

/// One finding, every field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finding {
    /// Severity, issue type, rule.
    pub kind: [String; 3],
    /// HL7's message id.
    pub hl7: String,
    /// The element.
    pub expression: String,
    /// Line and column.
    pub place: (u32, u32),
    /// The profile.
    pub profile: String,
    /// The sentence.
    pub message: String,
}

impl Told {
    /// What an answer of the REST door tells.
    ///
    /// # Errors
    /// When it is no outcome.
    pub fn by_rest(answer: &Answer) -> anyhow::Result<Self> {
        Self::by_outcome(&answer.json()?)
    }

    /// What an `OperationOutcome` tells.
    ///
    /// # Errors
    /// When it is none.
    pub fn by_outcome(outcome: &Value) -> anyhow::Result<Self> {
        let issues = outcome["issue"].as_array().context("there are issues")?;
        let (first, findings) = issues
            .split_first()
            .context("the first names the submission")?;
        Ok(Self {
            disposition: text(&first["details"]["coding"][0]["code"]),
            findings: findings.iter().map(finding).collect(),
        })
    }

    /// What an outcome of the gRPC door tells.
    #[must_use]
    pub fn by_grpc(outcome: &wire::Outcome) -> Self {
        let name = |name: &str, prefix: &str| name.trim_start_matches(prefix).to_lowercase();
        let finding = |issue: &wire::Issue| Finding {
            kind: [
                name(issue.severity().as_str_name(), "SEVERITY_"),
                issue.code.clone(),
                issue.rule.clone(),
            ],
            hl7: issue.hl7.clone(),
            expression: issue.expression.clone(),
            place: (issue.line, issue.column),
            profile: issue.profile.clone(),
            message: issue.message.clone(),
        };
        Self {
            disposition: name(outcome.disposition().as_str_name(), "DISPOSITION_"),
            findings: outcome.issues.iter().map(finding).collect(),
        }
    }
}

fn finding(issue: &Value) -> Finding {
    let codings = &issue["details"]["coding"];
    let number = |name: &str| {
        let value = extension(issue, name)["valueInteger"]
            .as_u64()
            .unwrap_or_default();
        u32::try_from(value).unwrap_or_default()
    };
    Finding {
        kind: [
            text(&issue["severity"]),
            text(&issue["code"]),
            text(&codings[0]["code"]),
        ],
        hl7: text(&codings[1]["code"]),
        expression: text(&issue["expression"][0]),
        place: (number("line"), number("col")),
        profile: text(&extension(issue, "source")["valueString"]),
        message: text(&issue["details"]["text"]),
    }
}

fn extension<'a>(issue: &'a Value, name: &str) -> &'a Value {
    let end = format!("operationoutcome-issue-{name}");
    let named = |extension: &&Value| {
        extension["url"]
            .as_str()
            .is_some_and(|url| url.ends_with(&end))
    };
    let extensions = issue["extension"].as_array();
    extensions
        .and_then(|extensions| extensions.iter().find(named))
        .unwrap_or(&Value::Null)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
