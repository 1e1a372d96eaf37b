//! Between the words of the house and the messages on the wire.

use bytes::Bytes;
use caseway_normaliser::Owed;
use caseway_proto::{
    Disposition, Door, Issue, RegistryId, Rerouting, Severity, Silenced, Submission, Syntax, wire,
};
use caseway_store::{Receipt, SubmissionState, Tally};
use jiff::Timestamp;
use tonic::Status;

use super::refusal;
use crate::start::House;

/// A report on the wire as a Submission; a typed one becomes its Bundle first.
pub(crate) fn submission(
    house: &House,
    report: Option<wire::Report>,
    received_at: Timestamp,
) -> Result<Submission, Status> {
    let report = report.ok_or_else(|| refusal::bad_call("report is missing."))?;
    let registry = Some(report.registry)
        .filter(|id| !id.is_empty())
        .map(RegistryId);
    let (syntax, body) = match report.content {
        Some(wire::report::Content::FhirJson(bytes)) => (Syntax::Json, bytes.into()),
        Some(wire::report::Content::FhirXml(bytes)) => (Syntax::Xml, bytes.into()),
        Some(wire::report::Content::Pathology(typed)) => {
            let bundle = pathology(house, &typed, registry.as_ref())?;
            (Syntax::Json, bundle)
        }
        None => {
            return Err(refusal::bad_call(
                "report.content is missing: fhir_json, fhir_xml or pathology.",
            ));
        }
    };
    Ok(Submission {
        door: Door::Grpc,
        syntax,
        registry,
        received_at,
        body,
    })
}

fn pathology(
    house: &House,
    typed: &wire::PathologyReport,
    registry: Option<&RegistryId>,
) -> Result<Bytes, Status> {
    let registry = registry
        .ok_or_else(|| refusal::bad_call("report.registry is missing: a typed report needs it."))?;
    let table = house.tables.registry(&registry.0).ok_or_else(|| {
        let known: Vec<&str> = house
            .tables
            .registries
            .iter()
            .map(|table| table.id.as_str())
            .collect();
        refusal::bad_call(&format!("report.registry is none of {}.", known.join(", ")))
    })?;
    let bundle = caseway_profiles::typed::bundle(typed, registry, table, &house.tables.spine);
    Ok(bundle.to_string().into())
}

/// A Receipt on the wire.
pub(crate) fn outcome(receipt: &Receipt) -> wire::Outcome {
    let first = disposition(receipt.disposition);
    wire::Outcome {
        submission_id: receipt.id.to_string(),
        disposition: disposition(receipt.answered()).into(),
        received_at: receipt.received_at.to_string(),
        issues: receipt.issues.iter().map(issue).collect(),
        first_disposition: if receipt.again { first.into() } else { 0 },
    }
}

/// Findings of a check on the wire.
pub(crate) fn checked(issues: &[Issue], received_at: Timestamp) -> wire::Outcome {
    let rejected = issues.iter().any(|issue| issue.severity.rejects());
    let became = if rejected {
        Disposition::Rejected
    } else {
        Disposition::Accepted
    };
    wire::Outcome {
        disposition: disposition(became).into(),
        received_at: received_at.to_string(),
        issues: issues.iter().map(issue).collect(),
        ..wire::Outcome::default()
    }
}

fn disposition(disposition: Disposition) -> wire::Disposition {
    match disposition {
        Disposition::Accepted => wire::Disposition::Accepted,
        Disposition::Rejected => wire::Disposition::Rejected,
        Disposition::Duplicate => wire::Disposition::Duplicate,
        Disposition::Superseded => wire::Disposition::Superseded,
    }
}

fn severity(severity: Severity) -> wire::Severity {
    match severity {
        Severity::Information => wire::Severity::Information,
        Severity::Warning => wire::Severity::Warning,
        Severity::Error => wire::Severity::Error,
        Severity::Fatal => wire::Severity::Fatal,
    }
}

fn silenced(silenced: &Silenced) -> wire::Silenced {
    wire::Silenced {
        severity: severity(silenced.severity).into(),
        until: silenced.until.clone(),
        reason: silenced.reason.clone(),
    }
}

fn issue(issue: &Issue) -> wire::Issue {
    wire::Issue {
        severity: severity(issue.severity).into(),
        code: issue.code.as_str().to_owned(),
        rule: issue.rule.clone(),
        hl7: issue.hl7.clone().unwrap_or_default(),
        expression: issue.expression.clone().unwrap_or_default(),
        line: issue.line.unwrap_or_default(),
        column: issue.column.unwrap_or_default(),
        profile: issue.profile.clone().unwrap_or_default(),
        message: issue.message.clone(),
        silenced: issue.silenced.as_ref().map(silenced),
    }
}

/// What became of a Submission, on the wire.
pub(crate) fn submission_state(state: &SubmissionState) -> wire::SubmissionState {
    let text = |value: Option<String>| value.unwrap_or_default();
    wire::SubmissionState {
        submission_id: state.id.to_string(),
        submission_key: state.key.clone(),
        report_key: text(state.report_key.clone()),
        registry: text(state.registry.as_ref().map(ToString::to_string)),
        kind: text(state.kind.as_ref().map(ToString::to_string)),
        received_at: state.received_at.to_string(),
        disposition: disposition(state.disposition).into(),
        state: state.state.as_str().to_owned(),
        case_id: text(state.case.as_ref().map(ToString::to_string)),
        replaced_by: text(state.replaced_by.map(|id| id.to_string())),
        issues: state.issues.iter().map(issue).collect(),
    }
}

/// An account on the wire.
pub(crate) fn tally(tally: &Tally) -> wire::Tally {
    wire::Tally {
        received: tally.received,
        recorded: tally.recorded,
        rejected: tally.rejected,
        superseded: tally.superseded,
        quarantined: tally.quarantined,
        in_flight: tally.in_flight,
        residual: tally.residual(),
    }
}

/// What is owed, on the wire.
pub(crate) fn owed(owed: &Owed) -> wire::Expectation {
    let expectation = &owed.expectation;
    let waiver = expectation.waiver();
    wire::Expectation {
        case_id: expectation.case.to_string(),
        tumour: expectation.tumour,
        registry: expectation.registry.to_string(),
        kind: expectation.kind.to_string(),
        rule: expectation.rule.clone(),
        cause: expectation.cause.to_string(),
        event_date: expectation.event_date.clone().unwrap_or_default(),
        due: expectation.due.clone().unwrap_or_default(),
        closed_by: expectation
            .closed_by
            .map(|id| id.to_string())
            .unwrap_or_default(),
        standing: owed.standing.as_str().to_owned(),
        reminders: owed.reminders,
        id: expectation.id.clone(),
        not_applicable_because: waiver
            .map(|waiver| waiver.reason.clone())
            .unwrap_or_default(),
        not_applicable_by: waiver.map(|waiver| waiver.by.clone()).unwrap_or_default(),
    }
}

pub(crate) fn rerouting(moved: &Rerouting) -> wire::Rerouting {
    let names = |registries: &[RegistryId]| registries.iter().map(ToString::to_string).collect();
    wire::Rerouting {
        report_key: moved.report_key.clone(),
        submission_id: moved.submission.to_string(),
        case_id: moved.case.to_string(),
        from: names(&moved.from),
        to: names(&moved.to),
        provisional: moved.provisional,
        cause: moved.cause.map(|id| id.to_string()).unwrap_or_default(),
        at: moved.at.0,
        on: moved.on.to_string(),
    }
}
