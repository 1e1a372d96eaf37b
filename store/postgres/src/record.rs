//! Recording a page: its rows and the position of its partition, in one transaction.
//!
//! The rows of a table go to one statement, a column each. Whoever records the same partition
//! beside it waits at the partition's row, finds it moved, and was overtaken; whoever records
//! another one, at what both rest on (`grounds.rs`).

use std::collections::BTreeMap;

use caseway_proto::{
    Case, CaseId, Expectation, Partition, Person, Position, Rerouting, SenderId, Summary,
};
use caseway_store::rows::json;
use caseway_store::{
    CaseRecord, Facts, Outcome, OutcomeKind, Page, RulingEntry, StoreError, frames,
};
use sqlx::{PgConnection, PgPool};

use crate::columns::{column, text};
use crate::error::Doing as _;
use crate::grounds;

const DOING: &str = "recording a page";

/// Records a page, if the feed stands where the page was built on.
pub(crate) async fn record(normaliser: &PgPool, page: &Page) -> Result<(), StoreError> {
    let mut transaction = normaliser.begin().await.doing(DOING)?;
    move_feed(&mut transaction, page.partition, (page.from, page.to)).await?;
    if !page.partition.is_whole() {
        grounds::hold(&mut transaction, &page.grounds).await?;
    }
    write_outcomes(&mut transaction, page).await?;
    write_facts(&mut transaction, &page.facts).await?;
    write_rulings(&mut transaction, &page.rulings).await?;
    replace_cases(&mut transaction, &page.cases).await?;
    insert_unlinked(&mut transaction, &page.unlinked).await?;
    fail::fail_point!("casebook-before-commit");
    transaction.commit().await.doing(DOING)?;
    fail::fail_point!("casebook-after-commit");
    Ok(())
}

/// Records Cases that were left to be linked, if the feed stands where they were linked.
pub(crate) async fn link(
    normaliser: &PgPool,
    at: Position,
    records: &[CaseRecord],
) -> Result<(), StoreError> {
    let mut transaction = normaliser.begin().await.doing(DOING)?;
    move_feed(&mut transaction, Partition::WHOLE, (at, at)).await?;
    replace_cases(&mut transaction, records).await?;
    let linked = column(records, |record| &record.person.0[..]);
    sqlx::query_file!("statements/casebook/delete_unlinked.sql", linked as _)
        .execute(&mut *transaction)
        .await
        .doing(DOING)?;
    transaction.commit().await.doing(DOING)
}

async fn move_feed(
    casebook: &mut PgConnection,
    partition: Partition,
    (from, to): (Position, Position),
) -> Result<(), StoreError> {
    let number = |number| i32::try_from(number).map_err(|_| StoreError::Overtaken);
    let moved = sqlx::query_file!(
        "statements/casebook/move_feed.sql",
        number(partition.number)?,
        number(partition.of)?,
        from.0,
        to.0,
    )
    .execute(casebook)
    .await
    .doing(DOING)?;
    match moved.rows_affected() {
        1 => Ok(()),
        _ => Err(StoreError::Overtaken),
    }
}

async fn write_outcomes(casebook: &mut PgConnection, page: &Page) -> Result<(), StoreError> {
    let newest: BTreeMap<i64, &Outcome> = page
        .outcomes
        .iter()
        .map(|outcome| (outcome.position.0, outcome))
        .collect();
    let positions: Vec<i64> = newest.keys().copied().collect();
    let holding = newest.into_values().filter(|outcome| holds(outcome.kind));
    insert_outcomes(casebook, &page.outcomes).await?;
    sqlx::query_file!("statements/casebook/delete_held.sql", &positions)
        .execute(&mut *casebook)
        .await
        .doing(DOING)?;
    insert_held(casebook, &holding.collect::<Vec<_>>()).await
}

fn holds(kind: OutcomeKind) -> bool {
    matches!(kind, OutcomeKind::Quarantined | OutcomeKind::Waiting)
}

async fn insert_outcomes(
    casebook: &mut PgConnection,
    outcomes: &[Outcome],
) -> Result<(), StoreError> {
    sqlx::query_file!(
        "statements/casebook/insert_outcomes.sql",
        &column(outcomes, |outcome| outcome.position.0),
        &column(outcomes, |outcome| outcome.at.0),
        column(outcomes, |outcome| outcome.kind.as_str()) as _,
        column(outcomes, |outcome| &outcome.person.0[..]) as _,
        column(outcomes, |outcome| outcome
            .case
            .as_ref()
            .map(|case| case.0.as_str())) as _,
        column(outcomes, |outcome| outcome.cause.as_deref()) as _,
        column(outcomes, |outcome| outcome.sentence.as_deref()) as _,
    )
    .execute(casebook)
    .await
    .doing(DOING)?;
    Ok(())
}

async fn insert_held(casebook: &mut PgConnection, held: &[&Outcome]) -> Result<(), StoreError> {
    if held.is_empty() {
        return Ok(());
    }
    sqlx::query_file!(
        "statements/casebook/insert_held.sql",
        &column(held, |outcome| outcome.position.0),
        column(held, |outcome| &outcome.person.0[..]) as _,
        column(held, |outcome| outcome.kind.as_str()) as _,
        column(held, |outcome| outcome.cause.as_deref()) as _,
        column(held, |outcome| outcome.sentence.as_deref()) as _,
    )
    .execute(casebook)
    .await
    .doing(DOING)?;
    Ok(())
}

async fn write_facts(casebook: &mut PgConnection, facts: &[Facts]) -> Result<(), StoreError> {
    if facts.is_empty() {
        return Ok(());
    }
    let documents: Vec<Vec<u8>> = facts.iter().map(frame).collect::<Result<_, _>>()?;
    sqlx::query_file!(
        "statements/casebook/insert_facts.sql",
        &column(facts, |facts| facts.position.0),
        column(facts, |facts| &facts.person.0[..]) as _,
        &column(facts, |facts| facts.sender.0),
        column(facts, |facts| facts.report_key.as_bytes()) as _,
        &documents,
    )
    .execute(casebook)
    .await
    .doing(DOING)?;
    Ok(())
}

async fn write_rulings(
    casebook: &mut PgConnection,
    rulings: &[RulingEntry],
) -> Result<(), StoreError> {
    if rulings.is_empty() {
        return Ok(());
    }
    let documents: Vec<String> = rulings.iter().map(json).collect::<Result<_, _>>()?;
    sqlx::query_file!(
        "statements/casebook/insert_rulings.sql",
        &column(rulings, |entry| entry.position.0),
        &documents,
    )
    .execute(&mut *casebook)
    .await
    .doing(DOING)?;
    let about: Vec<(Person, i64)> = rulings
        .iter()
        .flat_map(|entry| {
            let persons = entry.ruling.persons().into_iter();
            persons.map(|person| (person, entry.position.0))
        })
        .collect();
    sqlx::query_file!(
        "statements/casebook/insert_ruled_persons.sql",
        column(&about, |(person, _)| &person.0[..]) as _,
        &column(&about, |(_, ruling)| *ruling),
    )
    .execute(casebook)
    .await
    .doing(DOING)?;
    Ok(())
}

fn frame(facts: &Facts) -> Result<Vec<u8>, StoreError> {
    frames::compress(json(facts)?.as_bytes()).map_err(|source| StoreError::Refused {
        doing: "compressing a document",
        source: source.into(),
    })
}

async fn replace_cases(
    casebook: &mut PgConnection,
    records: &[CaseRecord],
) -> Result<(), StoreError> {
    if records.is_empty() {
        return Ok(());
    }
    let stood = column(records, |record| CaseId::of(&record.person).0);
    sqlx::query_file!("statements/engine/insert_changes.sql", &stood)
        .execute(&mut *casebook)
        .await
        .doing(DOING)?;
    sqlx::query_file!("statements/casebook/delete_cases.sql", &stood)
        .execute(&mut *casebook)
        .await
        .doing(DOING)?;
    sqlx::query_file!("statements/casebook/delete_expectations.sql", &stood)
        .execute(&mut *casebook)
        .await
        .doing(DOING)?;
    sqlx::query_file!("statements/casebook/delete_reroutings.sql", &stood)
        .execute(&mut *casebook)
        .await
        .doing(DOING)?;
    let cases: Vec<(&CaseRecord, &Case)> = records
        .iter()
        .filter_map(|record| Some((record, record.case.as_ref()?)))
        .collect();
    insert_cases(casebook, &cases).await?;
    let owed = records
        .iter()
        .flat_map(|record| (0..).zip(&record.expectations))
        .collect::<Vec<_>>();
    insert_expectations(casebook, &owed).await?;
    let rerouted = records
        .iter()
        .flat_map(|record| (0..).zip(&record.reroutings))
        .collect::<Vec<_>>();
    insert_reroutings(casebook, &rerouted).await
}

async fn insert_cases(
    casebook: &mut PgConnection,
    cases: &[(&CaseRecord, &Case)],
) -> Result<(), StoreError> {
    let value = |summary: Option<&Summary>| summary.map(|summary| text(&summary.value));
    let documents: Vec<String> = cases
        .iter()
        .map(|(_, case)| json(*case))
        .collect::<Result<_, _>>()?;
    sqlx::query_file!(
        "statements/casebook/insert_cases.sql",
        column(cases, |(_, case)| case.id.0.as_str()) as _,
        column(cases, |(record, _)| &record.person.0[..]) as _,
        column(cases, |(_, case)| value(case.sex.as_ref())) as _,
        column(cases, |(_, case)| value(case.birth_year.as_ref())) as _,
        column(cases, |(record, _)| record
            .undecided_since
            .map(|since| since.0)) as _,
        &documents,
    )
    .execute(casebook)
    .await
    .doing(DOING)?;
    Ok(())
}

async fn insert_expectations(
    casebook: &mut PgConnection,
    owed: &[(i64, &Expectation)],
) -> Result<(), StoreError> {
    if owed.is_empty() {
        return Ok(());
    }
    let documents: Vec<String> = owed
        .iter()
        .map(|(_, expectation)| json(*expectation))
        .collect::<Result<_, _>>()?;
    sqlx::query_file!(
        "statements/casebook/insert_expectations.sql",
        column(owed, |(_, expectation)| expectation.case.0.as_str()) as _,
        &column(owed, |(ordinal, _)| *ordinal),
        column(owed, |(_, expectation)| expectation
            .responsible
            .as_deref()
            .map(text)) as _,
        &column(owed, |(_, expectation)| expectation.opened_at.0),
        column(owed, |(_, expectation)| expectation
            .due
            .as_deref()
            .filter(|_| expectation.is_owed())) as _,
        &documents,
    )
    .execute(casebook)
    .await
    .doing(DOING)?;
    Ok(())
}

async fn insert_reroutings(
    casebook: &mut PgConnection,
    rerouted: &[(i64, &(SenderId, Rerouting))],
) -> Result<(), StoreError> {
    if rerouted.is_empty() {
        return Ok(());
    }
    let documents: Vec<String> = rerouted
        .iter()
        .map(|(_, (_, rerouting))| json(rerouting))
        .collect::<Result<_, _>>()?;
    sqlx::query_file!(
        "statements/casebook/insert_reroutings.sql",
        column(rerouted, |(_, (_, rerouting))| rerouting.case.0.as_str()) as _,
        &column(rerouted, |(ordinal, _)| *ordinal),
        &column(rerouted, |(_, (sender, _))| sender.0),
        &column(rerouted, |(_, (_, rerouting))| rerouting.at.0),
        &column(rerouted, |(_, (_, rerouting))| rerouting
            .on
            .as_microsecond()),
        &documents,
    )
    .execute(casebook)
    .await
    .doing(DOING)?;
    Ok(())
}

async fn insert_unlinked(
    casebook: &mut PgConnection,
    persons: &[Person],
) -> Result<(), StoreError> {
    if persons.is_empty() {
        return Ok(());
    }
    let persons = column(persons, |person| &person.0[..]);
    sqlx::query_file!("statements/casebook/insert_unlinked.sql", persons as _)
        .execute(casebook)
        .await
        .doing(DOING)?;
    Ok(())
}
