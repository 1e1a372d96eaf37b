//! Outcomes as FHIR: the one place that turns a Receipt into a status and an
//! `OperationOutcome` (<http://hl7.org/fhir/R4/operationoutcome.html>).
//!
//! The body is a function of what the Journal keeps, so a repetition gets the
//! first answer again, byte for byte.

use axum::response::{IntoResponse, Response};
use caseway_proto::{Disposition, Issue, IssueCode, Severity};
use caseway_store::{KEY_TAKEN, Receipt};
use http::{HeaderValue, StatusCode, header};
use serde_json::{Map, Value, json};

/// The system of the rule ids that an issue's `details` carries.
pub(super) const RULES: &str = "https://caseway.example/fhir/CodeSystem/rule";
/// The system of the dispositions that the first issue's `details` carries.
pub(super) const DISPOSITIONS: &str = "https://caseway.example/fhir/CodeSystem/disposition";
/// The system of the ids of HL7's validator, for findings that mean the same.
const HL7_MESSAGES: &str = "http://hl7.org/fhir/java-core-messageId";
const EXTENSION: &str = "http://hl7.org/fhir/StructureDefinition/operationoutcome-issue-";

/// Rules whose findings have a status of their own.
const STATUSES: [(&str, StatusCode); 5] = [
    (KEY_TAKEN, StatusCode::CONFLICT),
    ("body-too-large", StatusCode::PAYLOAD_TOO_LARGE),
    ("body-inflates-too-much", StatusCode::PAYLOAD_TOO_LARGE),
    ("media-type-unsupported", StatusCode::UNSUPPORTED_MEDIA_TYPE),
    (
        "content-coding-unsupported",
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
    ),
];

/// The status that answers a Submission with this Disposition and these Issues.
pub(crate) fn status(disposition: Disposition, again: bool, issues: &[Issue]) -> StatusCode {
    match disposition {
        Disposition::Accepted if !again => StatusCode::CREATED,
        Disposition::Accepted | Disposition::Duplicate | Disposition::Superseded => StatusCode::OK,
        Disposition::Rejected => rejection(issues),
    }
}

fn rejection(issues: &[Issue]) -> StatusCode {
    let own = STATUSES
        .iter()
        .find(|(rule, _)| issues.iter().any(|issue| issue.rule == *rule));
    match own {
        Some((_, status)) => *status,
        None if issues.iter().any(|issue| issue.severity == Severity::Fatal) => {
            StatusCode::BAD_REQUEST
        }
        None => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// The answer to a Submission.
pub(crate) fn answer(receipt: &Receipt) -> Response {
    let status = status(receipt.disposition, receipt.again, &receipt.issues);
    let mut response = fhir(status, &receipt_outcome(receipt));
    let location = HeaderValue::try_from(format!("/submissions/{}", receipt.id));
    if let Ok(location) = location {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// The `OperationOutcome` of a Receipt: its first issue names the Submission.
pub(crate) fn receipt_outcome(receipt: &Receipt) -> Value {
    let disposition = receipt.disposition.as_str();
    let text = format!(
        "Submission {} was received {} and is {disposition}.",
        receipt.id, receipt.received_at
    );
    let first = json!({
        "severity": "information",
        "code": "informational",
        "details": {
            "coding": [{ "system": DISPOSITIONS, "code": disposition }],
            "text": text,
        },
        "diagnostics": receipt.id.to_string(),
    });
    operation_outcome(std::iter::once(first).chain(receipt.issues.iter().map(issue)))
}

/// An `OperationOutcome` of findings alone.
pub(crate) fn findings(issues: &[Issue]) -> Value {
    if issues.is_empty() {
        return operation_outcome([issue(&Issue::new(
            Severity::Information,
            IssueCode::Informational,
            "all-well",
            "Nothing was found: this report would be accepted.",
        ))]);
    }
    operation_outcome(issues.iter().map(issue))
}

/// An `OperationOutcome` of issues.
pub(crate) fn operation_outcome(issues: impl IntoIterator<Item = Value>) -> Value {
    json!({ "resourceType": "OperationOutcome", "issue": issues.into_iter().collect::<Vec<_>>() })
}

/// One issue. Line, column and profile are the standard's own extensions.
fn issue(issue: &Issue) -> Value {
    let mut object = Map::new();
    let extensions = extensions(issue);
    if !extensions.is_empty() {
        object.insert(String::from("extension"), extensions.into());
    }
    object.insert(String::from("severity"), issue.severity.as_str().into());
    object.insert(String::from("code"), issue.code.as_str().into());
    let mut codings = vec![json!({ "system": RULES, "code": issue.rule })];
    if let Some(hl7) = &issue.hl7 {
        codings.push(json!({ "system": HL7_MESSAGES, "code": hl7 }));
    }
    object.insert(
        String::from("details"),
        json!({ "coding": codings, "text": issue.message }),
    );
    if let Some(silenced) = &issue.silenced {
        let (severity, until) = (silenced.severity.as_str(), &silenced.until);
        let why = format!(
            "Not counted until {until}, otherwise {severity}: {}",
            silenced.reason
        );
        object.insert(String::from("diagnostics"), why.into());
    }
    if let Some(expression) = &issue.expression {
        object.insert(String::from("expression"), json!([expression]));
    }
    Value::Object(object)
}

fn extensions(issue: &Issue) -> Vec<Value> {
    let number = |name: &str, value: Option<u32>| {
        value.map(|value| json!({ "url": format!("{EXTENSION}{name}"), "valueInteger": value }))
    };
    let profile = issue.profile.as_ref();
    let source =
        profile.map(|url| json!({ "url": format!("{EXTENSION}source"), "valueString": url }));
    [
        number("line", issue.line),
        number("col", issue.column),
        source,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A FHIR answer.
pub(crate) fn fhir(status: StatusCode, resource: &Value) -> Response {
    let content_type = [(header::CONTENT_TYPE, "application/fhir+json; charset=utf-8")];
    (status, content_type, resource.to_string()).into_response()
}

#[cfg(test)]
mod tests {
    use caseway_proto::{Disposition, Issue, IssueCode, Severity};
    use http::StatusCode;

    use super::status;

    fn found(severity: Severity, rule: &str) -> Vec<Issue> {
        vec![Issue::new(
            severity,
            IssueCode::Invariant,
            rule,
            "a sentence",
        )]
    }

    #[test]
    fn each_outcome_has_the_status_of_the_contract() {
        let rejected = Disposition::Rejected;
        assert_eq!(
            status(Disposition::Accepted, false, &[]),
            StatusCode::CREATED
        );
        assert_eq!(status(Disposition::Accepted, true, &[]), StatusCode::OK);
        assert_eq!(status(Disposition::Superseded, false, &[]), StatusCode::OK);
        assert_eq!(
            status(rejected, false, &found(Severity::Error, "x")),
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert_eq!(
            status(rejected, true, &found(Severity::Error, "x")),
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert_eq!(
            status(rejected, false, &found(Severity::Fatal, "x")),
            StatusCode::BAD_REQUEST
        );
        let taken = found(Severity::Error, caseway_store::KEY_TAKEN);
        assert_eq!(status(rejected, false, &taken), StatusCode::CONFLICT);
        let large = found(Severity::Fatal, "body-too-large");
        assert_eq!(
            status(rejected, false, &large),
            StatusCode::PAYLOAD_TOO_LARGE
        );
    }
}
