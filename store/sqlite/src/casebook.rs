//! The Casebook: recording pages, and reading back what is known.

use async_trait::async_trait;
use caseway_proto::{Case, CaseId, Expectation, Person, Position};
use caseway_store::rows::{Row, json};
use caseway_store::{
    CaseRecord, Casebook, Cases, Facts, Held, Known, OutcomeKind, Page, ReportKey, RulingEntry,
    StoreError,
};
use sqlx::SqliteConnection;

use crate::Sqlite;
use crate::error::Doing as _;
use crate::record::{link, record};

const READING: &str = "reading the casebook";

#[async_trait]
impl Casebook for Sqlite {
    async fn partitions(&self) -> Result<Vec<Position>, StoreError> {
        let positions = sqlx::query_file_scalar!("statements/casebook/list_positions.sql")
            .fetch_all(&self.pipeline)
            .await
            .doing(READING)?;
        Ok(positions.into_iter().map(Position).collect())
    }

    async fn known(&self, persons: &[Person], reports: &[ReportKey]) -> Result<Known, StoreError> {
        let persons: Vec<String> = persons.iter().map(|person| hex::encode(person.0)).collect();
        let (persons, reports) = (json(&persons)?, json(reports)?);
        // One transaction, so that all of it is of the same moment.
        let mut reader = self.pipeline.begin().await.doing(READING)?;
        Ok(Known {
            facts: facts(&mut reader, &persons, &reports).await?,
            held: held(&mut reader, &persons, &reports).await?,
            rulings: rulings(&mut reader, &persons, &reports).await?,
        })
    }

    async fn holders(&self, reports: &[ReportKey]) -> Result<Vec<Person>, StoreError> {
        let reports = json(reports)?;
        sqlx::query_file_scalar!("statements/casebook/list_holders.sql", reports)
            .fetch_all(&self.pipeline)
            .await
            .doing(READING)?
            .iter()
            .map(|person| row("facts", "-").read("person", Person::from_slice(person)))
            .collect()
    }

    async fn record(&self, page: &Page) -> Result<(), StoreError> {
        record(&self.casebook, page).await
    }

    async fn held(&self, persons: &[Person]) -> Result<Vec<Held>, StoreError> {
        let persons: Vec<String> = persons.iter().map(|person| hex::encode(person.0)).collect();
        let mut reader = self.pipeline.acquire().await.doing(READING)?;
        held(&mut reader, &json(&persons)?, "[]").await
    }

    async fn unlinked(&self, after: Option<&Person>, most: u32) -> Result<Vec<Person>, StoreError> {
        let after = after.map_or(&[][..], |person| &person.0);
        sqlx::query_file_scalar!("statements/casebook/list_unlinked.sql", after, most)
            .fetch_all(&self.pipeline)
            .await
            .doing(READING)?
            .iter()
            .map(|person| row("unlinked", "-").read("person", Person::from_slice(person)))
            .collect()
    }

    async fn link(&self, at: Position, cases: &[CaseRecord]) -> Result<(), StoreError> {
        link(&self.casebook, at, cases).await
    }
}

#[async_trait]
impl Cases for Sqlite {
    async fn person(&self, case: &CaseId) -> Result<Option<Person>, StoreError> {
        sqlx::query_file_scalar!("statements/casebook/find_person.sql", case.0)
            .fetch_optional(&self.reading)
            .await
            .doing(READING)?
            .map(|person| row("cases", &case.0).read("person", Person::from_slice(&person)))
            .transpose()
    }

    async fn case(&self, id: &CaseId) -> Result<Option<Case>, StoreError> {
        sqlx::query_file_scalar!("statements/casebook/find_case.sql", id.0)
            .fetch_optional(&self.reading)
            .await
            .doing(READING)?
            .map(|document| row("cases", &id.0).json("document", &document))
            .transpose()
    }

    async fn cases(&self, after: Option<&CaseId>, most: u32) -> Result<Vec<Case>, StoreError> {
        let after = after.map_or("", |id| id.0.as_str());
        sqlx::query_file_scalar!("statements/casebook/list_cases.sql", after, most)
            .fetch_all(&self.reading)
            .await
            .doing(READING)?
            .iter()
            .map(|document| row("cases", after).json("document", document))
            .collect()
    }

    async fn expectations(&self, case: &CaseId) -> Result<Vec<Expectation>, StoreError> {
        sqlx::query_file_scalar!("statements/casebook/list_expectations.sql", case.0)
            .fetch_all(&self.reading)
            .await
            .doing(READING)?
            .iter()
            .map(|document| row("expectations", &case.0).json("document", document))
            .collect()
    }
}

async fn facts(
    reader: &mut SqliteConnection,
    persons: &str,
    reports: &str,
) -> Result<Vec<Facts>, StoreError> {
    sqlx::query_file_scalar!("statements/casebook/list_facts.sql", persons, reports)
        .fetch_all(reader)
        .await
        .doing(READING)?
        .iter()
        .map(|document| row("facts", "-").frame("document", document))
        .collect()
}

async fn rulings(
    reader: &mut SqliteConnection,
    persons: &str,
    reports: &str,
) -> Result<Vec<RulingEntry>, StoreError> {
    sqlx::query_file_scalar!("statements/casebook/list_rulings.sql", persons, reports)
        .fetch_all(reader)
        .await
        .doing(READING)?
        .iter()
        .map(|document| row("rulings", "-").json("document", document))
        .collect()
}

async fn held(
    reader: &mut SqliteConnection,
    persons: &str,
    reports: &str,
) -> Result<Vec<Held>, StoreError> {
    sqlx::query_file_as!(
        HeldRow,
        "statements/casebook/list_held.sql",
        persons,
        reports,
    )
    .fetch_all(reader)
    .await
    .doing(READING)?
    .iter()
    .map(HeldRow::held)
    .collect()
}

struct HeldRow {
    position: i64,
    person: Vec<u8>,
    kind: String,
}

impl HeldRow {
    fn held(&self) -> Result<Held, StoreError> {
        let row = Row {
            table: "held",
            key: self.position,
        };
        Ok(Held {
            position: Position(self.position),
            person: row.read("person", Person::from_slice(&self.person))?,
            kind: row.read("kind", OutcomeKind::parse(&self.kind))?,
        })
    }
}

const fn row<'k>(table: &'static str, key: &'k str) -> Row<&'k str> {
    Row { table, key }
}
