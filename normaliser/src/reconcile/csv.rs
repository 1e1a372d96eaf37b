//! The report to a Sender as CSV (RFC 4180): a line a Submission, then a line each
//! thing that is owed, then a line each time that a Report came to belong elsewhere.
//!
//! A cell that a spreadsheet would take for a formula gets an apostrophe before it.

use caseway_proto::{RegistryId, Rerouting};
use caseway_store::SubmissionState;

use super::{Owed, Reconciliation};

const HEADER: [&str; 14] = [
    "what",
    "submission",
    "position",
    "key",
    "report",
    "registry",
    "kind",
    "received_at",
    "disposition",
    "state",
    "case",
    "replaced_by",
    "cause",
    "note",
];

impl Reconciliation {
    /// The report as CSV, header first.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut csv = row(HEADER.map(str::to_owned));
        csv.extend(self.submissions.iter().map(submission));
        csv.extend(self.expectations.iter().map(expectation));
        csv.extend(self.reroutings.iter().map(rerouting));
        csv
    }
}

fn submission(line: &SubmissionState) -> String {
    row([
        "submission".to_owned(),
        line.id.to_string(),
        line.position.to_string(),
        line.key.clone(),
        line.report_key.clone().unwrap_or_default(),
        blank(line.registry.as_ref()),
        blank(line.kind.as_ref()),
        line.received_at.to_string(),
        line.disposition.as_str().to_owned(),
        line.state.as_str().to_owned(),
        blank(line.case.as_ref()),
        blank(line.replaced_by.as_ref()),
        line.cause.clone().unwrap_or_default(),
        note(line),
    ])
}

fn expectation(told: &Owed) -> String {
    let owed = &told.expectation;
    row([
        "expectation".to_owned(),
        owed.cause.to_string(),
        owed.opened_at.to_string(),
        owed.id.clone(),
        String::new(),
        owed.registry.to_string(),
        owed.kind.to_string(),
        String::new(),
        String::new(),
        told.standing.as_str().to_owned(),
        owed.case.to_string(),
        blank(owed.closed_by.as_ref()),
        owed.rule.clone(),
        due(told),
    ])
}

fn rerouting(moved: &Rerouting) -> String {
    row([
        "rerouting".to_owned(),
        moved.submission.to_string(),
        moved.at.to_string(),
        String::new(),
        moved.report_key.clone(),
        names(&moved.to),
        String::new(),
        moved.on.to_string(),
        String::new(),
        moved.standing().to_owned(),
        moved.case.to_string(),
        String::new(),
        blank(moved.cause.as_ref()),
        format!("belonged to {}", names(&moved.from)),
    ])
}

fn names(registries: &[RegistryId]) -> String {
    let names: Vec<&str> = registries.iter().map(|id| id.0.as_str()).collect();
    names.join(" ")
}

/// Why it does not apply; else when it is due, and how often it was reminded of.
fn due(told: &Owed) -> String {
    if let (true, Some(waiver)) = (!told.is_open(), told.expectation.waiver()) {
        return waiver.reason.clone();
    }
    let Some(due) = &told.expectation.due else {
        return String::new();
    };
    match told.reminders {
        0 => format!("due {due}"),
        reminders => format!("due {due}, reminders {reminders}"),
    }
}

/// The sentence of what is held back, else the first finding.
fn note(line: &SubmissionState) -> String {
    let finding = line.issues.first().map(|issue| &issue.message);
    line.sentence
        .as_ref()
        .or(finding)
        .cloned()
        .unwrap_or_default()
}

fn blank(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn row<const N: usize>(cells: [String; N]) -> String {
    let mut row = cells.map(|cell| quoted(&cell)).join(",");
    row.push_str("\r\n");
    row
}

fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if cell.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}
