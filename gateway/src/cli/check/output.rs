//! Findings as text, as ndjson and as FHIR.

use caseway_profiles::Checked;
use caseway_proto::Issue;
use serde_json::json;

use super::Output;
use crate::doors::rest::findings;

/// What is printed for one input.
pub(super) fn line(output: Output, file: &str, checked: &Checked) -> anyhow::Result<String> {
    let disposition = if checked.rejects() {
        "rejected"
    } else {
        "accepted"
    };
    Ok(match output {
        Output::Text => {
            let issues = checked.issues.iter().map(text);
            std::iter::once(format!("{file}: {disposition}"))
                .chain(issues)
                .collect::<Vec<_>>()
                .join("\n")
        }
        Output::Ndjson => {
            let profile = checked.head.as_ref().and_then(|head| head.profile.clone());
            let profiles: Vec<String> = profile.into_iter().collect();
            json!({ "file": file, "disposition": disposition, "profiles": profiles, "issues": checked.issues })
                .to_string()
        }
        Output::Fhir => serde_json::to_string(&findings(&checked.issues))?,
    })
}

/// One finding in two lines: where and which rule, then the sentence.
pub(in crate::cli) fn text(issue: &Issue) -> String {
    let place = match (issue.line, issue.column) {
        (Some(line), Some(column)) => format!("line {line}, column {column}"),
        _ => String::from("-"),
    };
    let expression = issue.expression.as_deref().unwrap_or("-");
    format!(
        "  {} {} at {expression} ({place})\n    {}",
        issue.severity.as_str(),
        issue.rule,
        issue.message
    )
}
