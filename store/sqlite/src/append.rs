//! Appending Drafts: looked up together, decided and written one by one, in one transaction.

mod standing;

use caseway_proto::{Digest, Disposition, Position};
use caseway_store::rows::{Row, json};
use caseway_store::{Admission, Draft, Logged, Standing, StoreError, decide};
use sqlx::SqliteConnection;

use crate::Sqlite;
use crate::error::Doing as _;

const DOING: &str = "appending to the journal";

/// Writes Drafts in order; durable when it returns.
pub(crate) async fn append(sqlite: &Sqlite, drafts: Vec<Draft>) -> Result<Vec<Logged>, StoreError> {
    let mut transaction = sqlite
        .journal
        .begin_with("BEGIN IMMEDIATE")
        .await
        .doing(DOING)?;
    let mut logged = Vec::with_capacity(drafts.len());
    for run in standing::runs(drafts) {
        let standing = if sqlite.dedupe {
            standing::standing(&mut transaction, &run).await?
        } else {
            vec![Standing::default(); run.len()]
        };
        for (draft, standing) in run.into_iter().zip(standing) {
            logged.push(admit(&mut transaction, draft, standing).await?);
        }
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
