//! The slate: what the Journal holds that bears on the Drafts of a call, and what the call
//! adds to it, Draft by Draft.
//!
//! Looked up once for all of them: a call with the same Submission a hundred times over asks
//! no more than one with a hundred different ones. Relies on the turn, so that nothing
//! changes in between.

use std::collections::HashMap;

use caseway_proto::{Digest, Disposition, Position, Rank, SenderId, SubmissionId};
use caseway_store::rows::Row;
use caseway_store::{Draft, Logged, Standing, StoreError};
use sqlx::PgConnection;

use super::DOING;
use crate::columns::column;
use crate::error::Doing as _;
use crate::row::utf8;

/// A Submission or a Report by the name that its Sender gave it.
type Named = (SenderId, String);

/// What bears on Drafts.
#[derive(Default)]
pub(crate) struct Slate {
    /// Whether what is decided is added.
    kept: bool,
    by_id: HashMap<SubmissionId, Logged>,
    /// The kept Entry of a key, and its content.
    by_key: HashMap<Named, (Digest, Logged)>,
    /// The greatest rank among the accepted versions of a Report.
    newest: HashMap<Named, Rank>,
}

impl Slate {
    /// A slate that stays empty: every Draft is new.
    pub(crate) fn blank() -> Self {
        Self::default()
    }

    /// What the Journal holds.
    pub(crate) async fn read(
        journal: &mut PgConnection,
        drafts: &[Draft],
    ) -> Result<Self, StoreError> {
        let mut slate = Self {
            kept: true,
            ..Self::default()
        };
        let all = find_standing(journal, drafts).await?;
        let issues = list_issues(journal, &all).await?;
        for stood in all {
            let draft = usize::try_from(stood.draft).ok();
            if let Some(draft) = draft.and_then(|draft| drafts.get(draft)) {
                slate.put(draft, stood.content()?, stood.logged(&issues)?);
            }
        }
        slate.newest = find_newest(journal, drafts).await?;
        Ok(slate)
    }

    /// What bears on a Draft.
    pub(crate) fn standing(&self, draft: &Draft) -> Standing {
        let of_key = self.by_key.get(&key(draft));
        let repeated = of_key.filter(|(content, _)| *content == draft.content);
        let same = self.by_id.get(&draft.id);
        Standing {
            same: same.or(repeated.map(|(_, logged)| logged)).cloned(),
            key_taken: of_key.is_some() && repeated.is_none(),
            newest: report(draft).and_then(|report| self.newest.get(&report).cloned()),
        }
    }

    /// Adds a Draft that is written.
    pub(crate) fn add(&mut self, draft: &Draft, logged: &Logged) {
        if !self.kept {
            return;
        }
        self.put(draft, draft.content, logged.clone());
        if let Some((report, rank)) = report(draft).zip(rank(draft))
            && logged.disposition == Disposition::Accepted
        {
            self.newest.insert(report, rank);
        }
    }

    /// Notes an Entry that has a Draft's id or key.
    fn put(&mut self, draft: &Draft, content: Digest, logged: Logged) {
        if logged.disposition != Disposition::Rejected {
            self.by_key.insert(key(draft), (content, logged.clone()));
        }
        if logged.id == draft.id {
            self.by_id.insert(logged.id, logged);
        }
    }
}

fn key(draft: &Draft) -> Named {
    (draft.sender, draft.key.clone())
}

fn report(draft: &Draft) -> Option<Named> {
    let version = draft.version.as_ref()?;
    Some((draft.sender, version.report_key.clone()))
}

fn rank(draft: &Draft) -> Option<Rank> {
    Some(draft.version.as_ref()?.rank.clone())
}

/// An entry that a Draft may repeat or clash with.
struct Stood {
    draft: i64,
    position: i64,
    submission: Vec<u8>,
    content: Vec<u8>,
    disposition: String,
    received_at_micros: i64,
}

impl Stood {
    const fn row(&self) -> Row<i64> {
        Row {
            table: "entries",
            key: self.position,
        }
    }

    fn content(&self) -> Result<Digest, StoreError> {
        let content = self.content.as_slice().try_into().ok();
        self.row().read("content", content.map(Digest))
    }

    fn logged(&self, issues: &HashMap<i64, String>) -> Result<Logged, StoreError> {
        let row = self.row();
        let issues = issues.get(&self.position).map_or("[]", String::as_str);
        let id = self.submission.as_slice().try_into().ok();
        Ok(Logged {
            position: Position(self.position),
            id: row.read("submission", id.map(SubmissionId))?,
            disposition: row.read("disposition", Disposition::parse(&self.disposition))?,
            issues: row.json("issues", issues)?,
            received_at: row.time("received_at_micros", self.received_at_micros)?,
            again: true,
        })
    }
}

async fn find_standing(
    journal: &mut PgConnection,
    drafts: &[Draft],
) -> Result<Vec<Stood>, StoreError> {
    sqlx::query_file_as!(
        Stood,
        "statements/journal/find_standing.sql",
        column(drafts, |draft| &draft.id.0[..]) as _,
        &column(drafts, |draft| draft.sender.0),
        column(drafts, |draft| draft.key.as_bytes()) as _,
    )
    .fetch_all(journal)
    .await
    .doing(DOING)
}

/// What was found in them, by position. A month may have been taken off; what arrived in it is
/// known all the same.
async fn list_issues(
    journal: &mut PgConnection,
    all: &[Stood],
) -> Result<HashMap<i64, String>, StoreError> {
    if all.is_empty() {
        return Ok(HashMap::new());
    }
    let found = sqlx::query_file!(
        "statements/engine/list_issues.sql",
        &column(all, |stood| stood.position),
        &column(all, |stood| stood.received_at_micros),
    )
    .fetch_all(journal)
    .await
    .doing(DOING)?;
    let issues = found
        .into_iter()
        .map(|found| (found.position, found.issues));
    Ok(issues.collect())
}

async fn find_newest(
    journal: &mut PgConnection,
    drafts: &[Draft],
) -> Result<HashMap<Named, Rank>, StoreError> {
    let mut reports: Vec<Named> = drafts.iter().filter_map(report).collect();
    reports.sort_unstable();
    reports.dedup();
    let found = sqlx::query_file!(
        "statements/journal/find_newest_ranks.sql",
        &column(&reports, |(sender, _)| sender.0),
        column(&reports, |(_, report)| report.as_bytes()) as _,
    )
    .fetch_all(journal)
    .await
    .doing(DOING)?;
    let row = Row {
        table: "entries",
        key: "-",
    };
    let newest = found.into_iter().filter_map(|found| {
        let report = reports.get(usize::try_from(found.report).ok()?)?;
        let rank = row.read("rank", utf8(found.rank));
        Some(rank.map(|rank| (report.clone(), Rank(rank))))
    });
    newest.collect()
}

#[cfg(test)]
mod tests;
