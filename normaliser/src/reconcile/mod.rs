//! Reconciliation: the report to a Sender, in its own identifiers.
//!
//! Computed as of a Position: what the Journal and the Casebook knew when the Feed
//! stood there. Once settled, the same question has the same answer.

mod csv;
mod standing;

use caseway_proto::{Position, Rerouting, Sender};
use caseway_store::{Ledger, Period, StoreError, SubmissionState, Tally};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

pub use standing::{Owed, Standing, escalated_until};

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
    /// The day that reminders are counted to: the last of the period, and none that lies ahead.
    pub day: Date,
    /// What the Sender's organisation owes and has paid.
    pub expectations: Vec<Owed>,
    /// Its Reports that came to belong to other Registries by what arrived in the period.
    pub reroutings: Vec<Rerouting>,
}

/// What is asked of an account.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// The period that it is about.
    pub period: Period,
    /// The Position to compute it as of; the Journal's end where there is none.
    pub as_of: Option<Position>,
    /// What time it is.
    pub now: Timestamp,
}

/// Computes the report to a Sender.
///
/// # Errors
/// When the Ledger failed.
pub async fn reconcile(
    ledger: &dyn Ledger,
    sender: &Sender,
    asked: Asked,
) -> Result<Reconciliation, StoreError> {
    let Asked { period, now, .. } = asked;
    let (head, feed) = ledger.positions().await?;
    let as_of = asked.as_of.unwrap_or(head).min(head);
    let (submissions, truncated) = lines(ledger, sender, period, as_of).await?;
    let tally = ledger.tally(sender.id, period, as_of).await?;
    let day = standing::day(period, now);
    let owed = ledger.owed(sender, as_of).await?.into_iter();
    Ok(Reconciliation {
        day,
        sender: sender.name.clone(),
        from: period.from,
        until: period.until,
        as_of,
        settled: feed >= as_of,
        residual: tally.residual(),
        tally,
        submissions,
        truncated,
        expectations: owed.map(|owed| Owed::on(owed, day)).collect(),
        reroutings: ledger.rerouted(sender.id, period, as_of).await?,
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
