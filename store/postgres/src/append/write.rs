//! Writing Drafts that were decided, some at a time, each column as an array.

use caseway_proto::{Disposition, Position};
use caseway_store::rows::json;
use caseway_store::{Draft, StoreError, Version};
use sqlx::PgConnection;

use super::DOING;
use crate::columns::column;
use crate::error::Doing as _;

/// At most this many rows go to a statement.
const ROWS_MAX: usize = 100;
/// At most this many bytes of bodies go to a statement, but at least one body: 16 MiB.
const BODY_BYTES_MAX: usize = 16 << 20;

/// A Draft that is to be written.
pub(crate) struct Written {
    pub(super) position: Position,
    pub(super) disposition: Disposition,
    pub(super) draft: Draft,
}

/// Writes Drafts.
pub(super) async fn write(
    journal: &mut PgConnection,
    mut rows: &[Written],
) -> Result<(), StoreError> {
    while !rows.is_empty() {
        let (batch, rest) = rows.split_at(batch_rows(rows));
        insert(journal, batch).await?;
        rows = rest;
    }
    Ok(())
}

/// How many of the first rows go to one statement.
fn batch_rows(rows: &[Written]) -> usize {
    let mut bytes = 0;
    let fits = |row: &&Written| {
        bytes += row.draft.body.bytes.len();
        bytes <= BODY_BYTES_MAX
    };
    rows.iter().take(ROWS_MAX).take_while(fits).count().max(1)
}

async fn insert(journal: &mut PgConnection, rows: &[Written]) -> Result<(), StoreError> {
    let issues: Vec<String> = rows
        .iter()
        .map(|row| json(&row.draft.issues))
        .collect::<Result<_, _>>()?;
    sqlx::query_file!(
        "statements/journal/insert_submission.sql",
        &column(rows, |row| row.position.0),
        &column(rows, |row| row.draft.received_at.as_microsecond()),
        column(rows, |row| &row.draft.id.0[..]) as _,
        &column(rows, |row| row.draft.sender.0),
        column(rows, |row| row.draft.key.as_bytes()) as _,
        column(rows, |row| &row.draft.content.0[..]) as _,
        column(rows, |row| row.disposition.as_str()) as _,
        versions(rows, |version| version.report_key.as_bytes()) as _,
        versions(rows, |version| version.rank.0.as_bytes()) as _,
        &column(rows, |row| length(&row.draft.body.bytes)),
        column(rows, |row| &row.draft.raw.0[..]) as _,
        column(rows, |row| &row.draft.plan.0[..]) as _,
        column(rows, |row| row.draft.door.as_str()) as _,
        column(rows, |row| row.draft.syntax.media_type()) as _,
        versions(rows, |version| &version.person.0[..]) as _,
        versions(rows, |version| version.retracts) as _,
        versions(rows, |version| version.registry.0.as_str()) as _,
        versions(rows, |version| version.kind.0.as_str()) as _,
        versions(rows, |version| version.profile.as_str()) as _,
        &issues,
        &column(rows, |row| row.draft.body.owner.to_bytes()),
        column(rows, |row| row.draft.body.bytes.as_slice()) as _,
    )
    .execute(journal)
    .await
    .doing(DOING)?;
    Ok(())
}

/// One column of the versions, empty where a row is none.
fn versions<'r, T>(rows: &'r [Written], value: impl Fn(&'r Version) -> T) -> Vec<Option<T>> {
    column(rows, |row| row.draft.version.as_ref().map(&value))
}

fn length(bytes: &[u8]) -> i64 {
    i64::try_from(bytes.len()).unwrap_or(i64::MAX)
}
