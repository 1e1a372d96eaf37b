//! Appending Drafts: looked up, decided and written one by one, in one transaction.

use caseway_proto::{Digest, Disposition, Issue, Position, Rank, SubmissionId};
use caseway_store::{Admission, Draft, Logged, Standing, StoreError, decide};
use sqlx::SqliteConnection;

use crate::Sqlite;
use crate::error::Doing as _;
use crate::row::{Row, json};

const DOING: &str = "appending to the journal";

/// Writes Drafts in order; durable when it returns.
pub(crate) async fn append(sqlite: &Sqlite, drafts: Vec<Draft>) -> Result<Vec<Logged>, StoreError> {
    let mut transaction = sqlite
        .journal
        .begin_with("BEGIN IMMEDIATE")
        .await
        .doing(DOING)?;
    let mut logged = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let standing = if sqlite.dedupe {
            standing(&mut transaction, &draft).await?
        } else {
            Standing::default()
        };
        logged.push(admit(&mut transaction, draft, standing).await?);
    }
    fail::fail_point!("journal-before-commit");
    transaction.commit().await.doing(DOING)?;
    fail::fail_point!("journal-after-commit");
    Ok(logged)
}

async fn admit(
    journal: &mut SqliteConnection,
    mut draft: Draft,
    standing: Standing,
) -> Result<Logged, StoreError> {
    let (disposition, further) = match decide(&draft, standing) {
        Admission::Again(logged) => return Ok(logged),
        Admission::Written(disposition, further) => (disposition, further),
    };
    draft.issues.extend(further);
    let position = insert(journal, &draft, disposition).await?;
    let row = Row {
        table: "entries",
        key: position,
    };
    Ok(Logged {
        position: Position(position),
        id: draft.id,
        disposition,
        issues: draft.issues,
        // As it will be read back: whole microseconds.
        received_at: row.time("received_at_micros", draft.received_at.as_microsecond())?,
        again: false,
    })
}

/// What the journal holds that bears on a Draft.
async fn standing(journal: &mut SqliteConnection, draft: &Draft) -> Result<Standing, StoreError> {
    let mut standing = Standing::default();
    for stood in find_standing(journal, draft).await? {
        let by_id = stood.submission == draft.id.0;
        if by_id || (standing.same.is_none() && stood.content == draft.content.0) {
            standing.same = Some(stood.logged()?);
        } else {
            standing.key_taken = true;
        }
    }
    if let Some(version) = &draft.version
        && draft.verdict == Disposition::Accepted
    {
        standing.newest = newest(journal, draft, &version.report_key).await?;
    }
    Ok(standing)
}

/// An entry that a Draft may repeat or clash with.
struct Stood {
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

async fn find_standing(
    journal: &mut SqliteConnection,
    draft: &Draft,
) -> Result<Vec<Stood>, StoreError> {
    sqlx::query_file_as!(
        Stood,
        "statements/journal/find_standing.sql",
        &draft.id.0[..],
        draft.sender.0,
        draft.key,
    )
    .fetch_all(journal)
    .await
    .doing(DOING)
}

async fn newest(
    journal: &mut SqliteConnection,
    draft: &Draft,
    report_key: &str,
) -> Result<Option<Rank>, StoreError> {
    let rank = sqlx::query_file_scalar!(
        "statements/journal/find_newest_rank.sql",
        draft.sender.0,
        report_key,
    )
    .fetch_optional(journal)
    .await
    .doing(DOING)?;
    Ok(rank.map(Rank))
}

async fn insert(
    journal: &mut SqliteConnection,
    draft: &Draft,
    disposition: Disposition,
) -> Result<i64, StoreError> {
    let version = draft.version.as_ref();
    let written = sqlx::query_file!(
        "statements/journal/insert_submission.sql",
        draft.received_at.as_microsecond(),
        &draft.id.0[..],
        draft.sender.0,
        draft.key,
        bytes(&draft.content),
        bytes(&draft.raw),
        bytes(&draft.plan),
        draft.door.as_str(),
        draft.syntax.media_type(),
        disposition.as_str(),
        version.map(|version| &version.person.0[..]),
        version.map(|version| version.report_key.as_str()),
        version.map(|version| version.rank.0.as_str()),
        version.map(|version| version.retracts),
        version.map(|version| version.registry.0.as_str()),
        version.map(|version| version.kind.0.as_str()),
        version.map(|version| version.profile.as_str()),
        json(&draft.issues)?,
        draft.body.owner.to_bytes(),
        draft.body.bytes,
    )
    .execute(journal)
    .await
    .doing(DOING)?;
    Ok(written.last_insert_rowid())
}

fn bytes(digest: &Digest) -> &[u8] {
    &digest.0
}
