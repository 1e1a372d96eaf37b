//! What the journal holds that bears on Drafts, looked up for many at once.
//!
//! Relies on the Drafts not bearing on each other: see [`runs`]. Texts go to the statement
//! as hex digits, because `SQLite` ends a text in JSON at U+0000.

use std::collections::HashSet;

use caseway_proto::{Disposition, Issue, Position, Rank, SubmissionId};
use caseway_store::rows::{Row, json};
use caseway_store::{Draft, Logged, Standing, StoreError};
use serde::Serialize;
use sqlx::SqliteConnection;

use super::DOING;
use crate::error::Doing as _;

/// Cuts Drafts into runs, in order: in each, no two share a key or a Report, and with that
/// no name either, which is made of the key.
pub(super) fn runs(drafts: Vec<Draft>) -> Vec<Vec<Draft>> {
    let mut runs: Vec<Vec<Draft>> = vec![Vec::new()];
    let (mut keys, mut reports) = (HashSet::new(), HashSet::new());
    for draft in drafts {
        let sender = draft.sender.0;
        let report = draft.version.as_ref().map(|version| &version.report_key);
        let report = report.map(|report| (sender, report.clone()));
        let key = (sender, draft.key.clone());
        if keys.contains(&key) || report.as_ref().is_some_and(|own| reports.contains(own)) {
            keys.clear();
            reports.clear();
            runs.push(Vec::new());
        }
        keys.insert(key);
        reports.extend(report);
        if let Some(run) = runs.last_mut() {
            run.push(draft);
        }
    }
    runs
}

/// What bears on each Draft of a run, in their order.
pub(super) async fn standing(
    journal: &mut SqliteConnection,
    run: &[Draft],
) -> Result<Vec<Standing>, StoreError> {
    let asked = json(&run.iter().map(Asked::of).collect::<Vec<_>>())?;
    let mut standing = vec![Standing::default(); run.len()];
    for stood in find_standing(journal, &asked).await? {
        let Some((own, draft)) = of(&mut standing, run, stood.draft) else {
            continue;
        };
        let by_id = stood.submission == draft.id.0;
        if by_id || (own.same.is_none() && stood.content == draft.content.0) {
            own.same = Some(stood.logged()?);
        } else {
            own.key_taken = true;
        }
    }
    for newest in find_newest(journal, &asked).await? {
        if let Some((own, _)) = of(&mut standing, run, newest.draft) {
            own.newest = newest.rank.map(Rank);
        }
    }
    Ok(standing)
}

/// The Draft that a row is about, and what is known to bear on it.
fn of<'d>(
    standing: &'d mut [Standing],
    run: &'d [Draft],
    index: i64,
) -> Option<(&'d mut Standing, &'d Draft)> {
    let index = usize::try_from(index).ok()?;
    Some((standing.get_mut(index)?, run.get(index)?))
}

/// A Draft as the statements are asked about it; bytes and texts in hex digits.
#[derive(Serialize)]
struct Asked {
    submission: String,
    sender: i64,
    key: String,
    /// Where it is accepted, and its rank counts.
    report_key: Option<String>,
}

impl Asked {
    fn of(draft: &Draft) -> Self {
        let version = draft.version.as_ref();
        let ranked = version.filter(|_| draft.verdict == Disposition::Accepted);
        Self {
            submission: hex::encode(draft.id.0),
            sender: draft.sender.0,
            key: hex::encode(draft.key.as_bytes()),
            report_key: ranked.map(|version| hex::encode(version.report_key.as_bytes())),
        }
    }
}

/// An entry that a Draft may repeat or clash with.
struct Stood {
    draft: i64,
    position: i64,
    submission: Vec<u8>,
    content: Vec<u8>,
    disposition: String,
    issues: String,
    received_at_micros: i64,
}

impl Stood {
    fn logged(&self) -> Result<Logged, StoreError> {
        let row = Row {
            table: "entries",
            key: self.position,
        };
        let id = self.submission.as_slice().try_into().ok();
        Ok(Logged {
            position: Position(self.position),
            id: row.read("submission", id.map(SubmissionId))?,
            disposition: row.read("disposition", Disposition::parse(&self.disposition))?,
            issues: row.json::<Vec<Issue>>("issues", &self.issues)?,
            received_at: row.time("received_at_micros", self.received_at_micros)?,
            again: true,
        })
    }
}

/// The newest version of a Draft's Report.
struct Newest {
    draft: i64,
    rank: Option<String>,
}

async fn find_standing(
    journal: &mut SqliteConnection,
    asked: &str,
) -> Result<Vec<Stood>, StoreError> {
    sqlx::query_file_as!(Stood, "statements/journal/find_standing.sql", asked)
        .fetch_all(journal)
        .await
        .doing(DOING)
}

async fn find_newest(
    journal: &mut SqliteConnection,
    asked: &str,
) -> Result<Vec<Newest>, StoreError> {
    sqlx::query_file_as!(Newest, "statements/journal/find_newest_ranks.sql", asked)
        .fetch_all(journal)
        .await
        .doing(DOING)
}
