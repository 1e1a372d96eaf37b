//! Recording a page: its rows and the feed position, in one transaction.
//!
//! The rows of a table go as one JSON array to one statement, so that a page of
//! thousands of facts is a handful of statements. Documents go beside it as one
//! run of bytes of which each row names its part, so that nobody parses them.

mod documents;
mod rows;

use std::collections::BTreeMap;

use caseway_proto::{CaseId, Partition, Person, Position};
use caseway_store::rows::json;
use caseway_store::{CaseRecord, Outcome, OutcomeKind, Page, StoreError};
use sqlx::SqliteConnection;
use sqlx::sqlite::SqlitePool;

use crate::error::Doing as _;

use documents::Documents;

const DOING: &str = "recording a page";

/// Runs a statement on the rows of a table as a JSON array, and their documents
/// where they have some; not at all when there are no rows.
macro_rules! write_rows {
    ($casebook:expr, $statement:literal, $rows:expr $(, $documents:expr)?) => {{
        let rows = $rows;
        if !rows.is_empty() {
            let rows = json(&rows)?;
            sqlx::query_file!($statement, rows $(, $documents.bytes())?)
                .execute(&mut *$casebook)
                .await
                .doing(DOING)?;
        }
    }};
}

/// Records a page, if the feed stands where the page was built on.
pub(crate) async fn record(casebook: &SqlitePool, page: &Page) -> Result<(), StoreError> {
    // The feed of a folder is one process's, and is never divided.
    if page.partition != Partition::WHOLE {
        return Err(StoreError::Overtaken);
    }
    let mut transaction = casebook.begin_with("BEGIN IMMEDIATE").await.doing(DOING)?;
    move_feed(&mut transaction, page.from, page.to).await?;
    write_outcomes(&mut transaction, page).await?;
    write_facts(&mut transaction, page).await?;
    write_rulings(&mut transaction, page).await?;
    replace_cases(&mut transaction, &page.cases).await?;
    write_unlinked(&mut transaction, &page.unlinked).await?;
    fail::fail_point!("casebook-before-commit");
    transaction.commit().await.doing(DOING)?;
    fail::fail_point!("casebook-after-commit");
    Ok(())
}

/// Records Cases that were left to be linked, if the feed stands where they were linked.
pub(crate) async fn link(
    casebook: &SqlitePool,
    at: Position,
    records: &[CaseRecord],
) -> Result<(), StoreError> {
    let mut transaction = casebook.begin_with("BEGIN IMMEDIATE").await.doing(DOING)?;
    move_feed(&mut transaction, at, at).await?;
    replace_cases(&mut transaction, records).await?;
    delete_unlinked(&mut transaction, records).await?;
    transaction.commit().await.doing(DOING)
}

async fn move_feed(
    casebook: &mut SqliteConnection,
    from: Position,
    to: Position,
) -> Result<(), StoreError> {
    let moved = sqlx::query_file!("statements/casebook/move_feed.sql", from.0, to.0)
        .execute(casebook)
        .await
        .doing(DOING)?;
    match moved.rows_affected() {
        1 => Ok(()),
        _ => Err(StoreError::Overtaken),
    }
}

async fn write_outcomes(casebook: &mut SqliteConnection, page: &Page) -> Result<(), StoreError> {
    let newest: BTreeMap<i64, &Outcome> = page
        .outcomes
        .iter()
        .map(|outcome| (outcome.position.0, outcome))
        .collect();
    let positions: Vec<i64> = newest.keys().copied().collect();
    let held = newest.into_values().filter(|outcome| holds(outcome.kind));
    write_rows!(
        casebook,
        "statements/casebook/insert_outcomes.sql",
        rows::outcomes(&page.outcomes)
    );
    write_rows!(casebook, "statements/casebook/delete_held.sql", &positions);
    write_rows!(
        casebook,
        "statements/casebook/insert_held.sql",
        rows::outcomes(held)
    );
    Ok(())
}

fn holds(kind: OutcomeKind) -> bool {
    matches!(kind, OutcomeKind::Quarantined | OutcomeKind::Waiting)
}

async fn write_facts(casebook: &mut SqliteConnection, page: &Page) -> Result<(), StoreError> {
    let mut documents = Documents::default();
    write_rows!(
        casebook,
        "statements/casebook/insert_facts.sql",
        rows::facts(&page.facts, &mut documents)?,
        documents
    );
    Ok(())
}

async fn write_rulings(casebook: &mut SqliteConnection, page: &Page) -> Result<(), StoreError> {
    let mut documents = Documents::default();
    write_rows!(
        casebook,
        "statements/casebook/insert_rulings.sql",
        rows::rulings(&page.rulings, &mut documents)?,
        documents
    );
    write_rows!(
        casebook,
        "statements/casebook/insert_ruled_persons.sql",
        rows::ruled_persons(&page.rulings)
    );
    Ok(())
}

async fn replace_cases(
    casebook: &mut SqliteConnection,
    records: &[CaseRecord],
) -> Result<(), StoreError> {
    let stood: Vec<CaseId> = records
        .iter()
        .map(|record| CaseId::of(&record.person))
        .collect();
    write_rows!(casebook, "statements/casebook/delete_cases.sql", &stood);
    write_rows!(
        casebook,
        "statements/casebook/delete_expectations.sql",
        &stood
    );
    write_rows!(
        casebook,
        "statements/casebook/delete_reroutings.sql",
        &stood
    );
    let mut documents = Documents::default();
    write_rows!(
        casebook,
        "statements/casebook/insert_cases.sql",
        rows::cases(records, &mut documents)?,
        documents
    );
    write_rows!(
        casebook,
        "statements/casebook/insert_expectations.sql",
        rows::expectations(records)
    );
    write_rows!(
        casebook,
        "statements/casebook/insert_reroutings.sql",
        rows::reroutings(records)
    );
    Ok(())
}

async fn write_unlinked(
    casebook: &mut SqliteConnection,
    persons: &[Person],
) -> Result<(), StoreError> {
    let persons: Vec<_> = persons.iter().map(|person| hex::encode(person.0)).collect();
    write_rows!(
        casebook,
        "statements/casebook/insert_unlinked.sql",
        &persons
    );
    Ok(())
}

async fn delete_unlinked(
    casebook: &mut SqliteConnection,
    linked: &[CaseRecord],
) -> Result<(), StoreError> {
    let persons: Vec<_> = linked
        .iter()
        .map(|record| hex::encode(record.person.0))
        .collect();
    write_rows!(
        casebook,
        "statements/casebook/delete_unlinked.sql",
        &persons
    );
    Ok(())
}
