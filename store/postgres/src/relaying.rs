//! What a relay reads and writes: arrivals without their bodies, how the feed is divided, and
//! cases that changed.

use std::collections::BTreeMap;

use async_trait::async_trait;
use caseway_proto::{CaseId, Person, Position, RegistryId, SubmissionId};
use caseway_store::rows::Row;
use caseway_store::{Arrival, Arrived, Change, Decided, JournalEngine as _, Relaying, StoreError};

use crate::Postgres;
use crate::columns::column;
use crate::error::Doing as _;
use crate::limit::within;

const READING: &str = "reading what is to be relayed";
const DIVIDING: &str = "dividing the feed";
const TELLING: &str = "noting what was relayed";

#[async_trait]
impl Relaying for Postgres {
    async fn arrivals(
        &self,
        after: Position,
        most: u32,
    ) -> Result<(Vec<Arrival>, Position), StoreError> {
        // What is appended between the two statements belongs to the next page.
        let head = self.head().await?.max(after);
        let rows = sqlx::query_file_as!(
            ArrivalRow,
            "statements/engine/list_arrivals.sql",
            after.0,
            head.0,
            i64::from(most),
        )
        .fetch_all(&self.normaliser)
        .await
        .doing(READING)?;
        let full = rows.len() >= most as usize;
        let last = rows.last().map(|row| Position(row.position));
        let upto = last.filter(|_| full).unwrap_or(head);
        Ok((arrivals(self, rows).await?, upto))
    }

    async fn divide(&self, partitions: u32) -> Result<bool, StoreError> {
        within(self.call_max, DIVIDING, divide(self, partitions)).await
    }

    async fn changed(&self, most: u32) -> Result<Vec<Change>, StoreError> {
        let rows = sqlx::query_file!("statements/engine/list_changes.sql", i64::from(most))
            .fetch_all(&self.normaliser)
            .await
            .doing(READING)?;
        let change = rows.into_iter().map(|row| Change {
            case: CaseId(row.case_id),
            revision: row.revision,
            document: row.document,
        });
        Ok(change.collect())
    }

    async fn told(&self, changes: &[Change]) -> Result<(), StoreError> {
        sqlx::query_file!(
            "statements/engine/delete_changes.sql",
            column(changes, |change| change.case.0.as_str()) as _,
            &column(changes, |change| change.revision),
        )
        .execute(&self.normaliser)
        .await
        .doing(TELLING)?;
        Ok(())
    }
}

/// Divides the feed, when all of it stands at one position.
async fn divide(postgres: &Postgres, partitions: u32) -> Result<bool, StoreError> {
    let number = i32::try_from(partitions).ok().filter(|number| *number > 0);
    let number = number.ok_or_else(|| StoreError::Refused {
        doing: DIVIDING,
        source: "there must be one partition at least".into(),
    })?;
    let mut transaction = postgres.normaliser.begin().await.doing(DIVIDING)?;
    let standing = sqlx::query_file_scalar!("statements/engine/lock_feed.sql")
        .fetch_all(&mut *transaction)
        .await
        .doing(DIVIDING)?;
    if standing.len() == partitions as usize {
        return Ok(true);
    }
    // No row: another has divided it in between.
    let Some(position) = standing.first().copied() else {
        return Ok(false);
    };
    if standing.iter().any(|other| *other != position) {
        return Ok(false);
    }
    sqlx::query_file!("statements/engine/delete_feed.sql")
        .execute(&mut *transaction)
        .await
        .doing(DIVIDING)?;
    sqlx::query_file!("statements/engine/insert_feed.sql", number, position)
        .execute(&mut *transaction)
        .await
        .doing(DIVIDING)?;
    transaction.commit().await.doing(DIVIDING)?;
    Ok(true)
}

struct ArrivalRow {
    position: i64,
    submission: Option<Vec<u8>>,
    person: Option<Vec<u8>>,
    registry: Option<String>,
    decision: Option<String>,
}

/// The arrivals that rows tell of; a decision is for whoever its entry is about.
async fn arrivals(postgres: &Postgres, rows: Vec<ArrivalRow>) -> Result<Vec<Arrival>, StoreError> {
    let mut decisions = BTreeMap::new();
    let mut arrivals = Vec::with_capacity(rows.len());
    for row in rows {
        let (arrival, about) = row.arrival()?;
        decisions.extend(about.map(|about| (arrival.position, about)));
        arrivals.push(arrival);
    }
    if decisions.is_empty() {
        return Ok(arrivals);
    }
    let abouts: Vec<i64> = decisions.values().map(|about| about.0).collect();
    let persons = persons(postgres, &abouts).await?;
    for arrival in &mut arrivals {
        if let Some(about) = decisions.get(&arrival.position) {
            arrival.person = persons.get(about).copied();
        }
    }
    Ok(arrivals)
}

/// Whom the entries at some positions are about.
async fn persons(
    postgres: &Postgres,
    positions: &[i64],
) -> Result<BTreeMap<Position, Person>, StoreError> {
    sqlx::query_file!("statements/engine/list_persons.sql", positions)
        .fetch_all(&postgres.normaliser)
        .await
        .doing(READING)?
        .into_iter()
        .map(|found| {
            let row = entry(found.position);
            let person = row.read("person", Person::from_slice(&found.person))?;
            Ok((Position(found.position), person))
        })
        .collect()
}

impl ArrivalRow {
    /// What arrived, and which entry a decision is about.
    fn arrival(self) -> Result<(Arrival, Option<Position>), StoreError> {
        let row = entry(self.position);
        let (person, arrived, about) = if let Some(decided) = &self.decision {
            match row.json("decision", decided)? {
                Decided::Decision(decision) => (None, Arrived::Decision, Some(decision.about)),
                Decided::Ruling(ruling) => (Some(ruling.person), Arrived::Ruling, None),
            }
        } else {
            let person = self.person.as_deref().and_then(Person::from_slice);
            (Some(row.read("person", person)?), self.report()?, None)
        };
        let arrival = Arrival {
            position: Position(self.position),
            person,
            arrived,
        };
        Ok((arrival, about))
    }

    fn report(&self) -> Result<Arrived, StoreError> {
        let row = entry(self.position);
        let id = self.submission.as_deref().and_then(|id| id.try_into().ok());
        let registry = self.registry.clone().map(RegistryId);
        Ok(Arrived::Report {
            submission: row.read("submission", id.map(SubmissionId))?,
            registry: row.read("registry", registry)?,
        })
    }
}

const fn entry(position: i64) -> Row<i64> {
    Row {
        table: "entries",
        key: position,
    }
}
