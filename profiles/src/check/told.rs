//! Findings, told: each with its expression, line and column.

use caseway_proto::{Issue, Syntax};
use serde_json::Value;

use super::describe::expression;
use crate::compile::Library;
use crate::read::{Finding, Findings, locate};

/// The issues of a body; the text is gone through once more only when there are any.
pub(super) fn issues(
    library: &Library,
    sent: (&[u8], Syntax),
    tree: &Value,
    found: Findings,
) -> Vec<Issue> {
    if found.is_empty() {
        return Vec::new();
    }
    let findings = found.into_list();
    let positions = locate(sent, &findings);
    let told = findings.iter().zip(positions);
    told.map(|(finding, (line, column))| {
        let mut issue = issue(finding).at(expression(library, tree, &finding.place));
        issue.line = Some(line);
        issue.column = Some(column);
        issue
    })
    .collect()
}

fn issue(finding: &Finding) -> Issue {
    let rule = finding.rule.to_string();
    let issue = Issue::new(
        finding.severity,
        finding.code,
        rule,
        finding.message.clone(),
    );
    match &finding.profile {
        Some(profile) => issue.under(profile.to_string()),
        None => issue,
    }
}
