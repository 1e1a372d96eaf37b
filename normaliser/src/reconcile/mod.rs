//! Reconciliation: the report to a Sender, in its own identifiers.
//!
//! Computed as of a Position: what the Journal and the Casebook knew when the Feed
//! stood there. Once settled, the same question has the same answer.

mod csv;

use caseway_proto::{Expectation, Position, Sender};
use caseway_store::{Ledger, Period, StoreError, SubmissionState, Tally};
use jiff::Timestamp;
use serde::Serialize;

/// At most this many Submissions are read at once.
const PAGE_MAX: u32 = 500;
/// At most this many Submissions stand in one report.
const LINES_MAX: usize = 100_000;

/// The report to a Sender for a period.
#[derive(Clone, Debug, Serialize)]
pub struct Reconciliation {
    /// The Sender's name.
    pub sender: String,
    /// The first moment of the period.
    pub from: Timestamp,
    /// The first moment after it.
    pub until: Timestamp,
    /// The Position that it is computed as of.
    pub as_of: Position,
    /// Whether the Feed had reached `as_of`, so that the answer will not change.
    pub settled: bool,
    /// The account.
    pub tally: Tally,
    /// What is unaccounted for: 0, or something is wrong here.
    pub residual: i64,
    /// What became of each Submission, in order of arrival.
    pub submissions: Vec<SubmissionState>,
    /// Whether there are more Submissions than are listed; ask for a shorter period.
    pub truncated: bool,
    /// What the Sender's organisation owes and has paid.
    pub expectations: Vec<Expectation>,
}

/// Computes the report to a Sender, as of a Position or of the Journal's end.
///
/// # Errors
/// When the Ledger failed.
pub async fn reconcile(
    ledger: &dyn Ledger,
    sender: &Sender,
    period: Period,
    as_of: Option<Position>,
) -> Result<Reconciliation, StoreError> {
    let (head, feed) = ledger.positions().await?;
    let as_of = as_of.unwrap_or(head).min(head);
    let (submissions, truncated) = lines(ledger, sender, period, as_of).await?;
    let tally = ledger.tally(sender.id, period, as_of).await?;
    Ok(Reconciliation {
        sender: sender.name.clone(),
        from: period.from,
        until: period.until,
        as_of,
        settled: feed >= as_of,
        residual: tally.residual(),
        tally,
        submissions,
        truncated,
        expectations: ledger.owed(sender, as_of).await?,
    })
}

async fn lines(
    ledger: &dyn Ledger,
    sender: &Sender,
    period: Period,
    as_of: Position,
) -> Result<(Vec<SubmissionState>, bool), StoreError> {
    let mut lines: Vec<SubmissionState> = Vec::new();
    let mut after = Position(0);
    loop {
        let window = (after, as_of);
        let page = ledger
            .submissions(sender.id, period, window, PAGE_MAX)
            .await?;
        let Some(last) = page.last() else {
            return Ok((lines, false));
        };
        after = last.position;
        lines.extend(page);
        if lines.len() > LINES_MAX {
            lines.truncate(LINES_MAX);
            return Ok((lines, true));
        }
    }
}

#[cfg(test)]
mod tests;
