//! The Casebook: recording pages, and reading back what is known.

use async_trait::async_trait;
use caseway_proto::{Case, CaseId, Expectation, Person, Position};
use caseway_store::rows::Row;
use caseway_store::{
    CaseRecord, Casebook, Cases, Facts, Held, Known, OutcomeKind, Page, ReportKey, RulingEntry,
    StoreError,
};
use sqlx::PgConnection;

use crate::columns::column;
use crate::error::Doing as _;
use crate::limit::within;
use crate::record::{link, record};
use crate::{BEGIN_READING, Postgres};

const READING: &str = "reading the casebook";
const RECORDING: &str = "recording a page";
const LINKING: &str = "recording what was left to be linked";

#[async_trait]
impl Casebook for Postgres {
    async fn partitions(&self) -> Result<Vec<Position>, StoreError> {
        let positions = sqlx::query_file_scalar!("statements/casebook/list_positions.sql")
            .fetch_all(&self.normaliser)
            .await
            .doing(READING)?;
        Ok(positions.into_iter().map(Position).collect())
    }

    async fn known(&self, persons: &[Person], reports: &[ReportKey]) -> Result<Known, StoreError> {
        let asked = Asked {
            persons: column(persons, |person| &person.0[..]),
            senders: column(reports, |(sender, _)| sender.0),
            keys: column(reports, |(_, key)| key.as_bytes()),
        };
        // One transaction, so that all of it is of the same moment.
        let begun = self.normaliser.begin_with(BEGIN_READING).await;
        let mut reader = begun.doing(READING)?;
        Ok(Known {
            facts: facts(&mut reader, &asked).await?,
            held: held(&mut reader, &asked).await?,
            rulings: rulings(&mut reader, &asked).await?,
        })
    }

    async fn holders(&self, reports: &[ReportKey]) -> Result<Vec<Person>, StoreError> {
        sqlx::query_file_scalar!(
            "statements/casebook/list_holders.sql",
            &column(reports, |(sender, _)| sender.0),
            column(reports, |(_, key)| key.as_bytes()) as _,
        )
        .fetch_all(&self.normaliser)
        .await
        .doing(READING)?
        .iter()
        .map(|person| row("facts", "-").read("person", Person::from_slice(person)))
        .collect()
    }

    async fn record(&self, page: &Page) -> Result<(), StoreError> {
        within(self.call_max, RECORDING, record(&self.normaliser, page)).await
    }

    async fn held(&self, persons: &[Person]) -> Result<Vec<Held>, StoreError> {
        let asked = Asked {
            persons: column(persons, |person| &person.0[..]),
            senders: Vec::new(),
            keys: Vec::new(),
        };
        let mut reader = self.normaliser.acquire().await.doing(READING)?;
        held(&mut reader, &asked).await
    }

    async fn unlinked(&self, after: Option<&Person>, most: u32) -> Result<Vec<Person>, StoreError> {
        let after = after.map_or(&[][..], |person| &person.0);
        let most = i64::from(most);
        sqlx::query_file_scalar!("statements/casebook/list_unlinked.sql", after, most)
            .fetch_all(&self.normaliser)
            .await
            .doing(READING)?
            .iter()
            .map(|person| row("unlinked", "-").read("person", Person::from_slice(person)))
            .collect()
    }

    async fn link(&self, at: Position, cases: &[CaseRecord]) -> Result<(), StoreError> {
        within(self.call_max, LINKING, link(&self.normaliser, at, cases)).await
    }
}

#[async_trait]
impl Cases for Postgres {
    async fn person(&self, case: &CaseId) -> Result<Option<Person>, StoreError> {
        sqlx::query_file_scalar!("statements/casebook/find_person.sql", case.0)
            .fetch_optional(&self.console)
            .await
            .doing(READING)?
            .map(|person| row("cases", &case.0).read("person", Person::from_slice(&person)))
            .transpose()
    }

    async fn case(&self, id: &CaseId) -> Result<Option<Case>, StoreError> {
        sqlx::query_file_scalar!("statements/casebook/find_case.sql", id.0)
            .fetch_optional(&self.console)
            .await
            .doing(READING)?
            .map(|document| row("cases", &id.0).json("document", &document))
            .transpose()
    }

    async fn cases(&self, after: Option<&CaseId>, most: u32) -> Result<Vec<Case>, StoreError> {
        let after = after.map_or("", |id| id.0.as_str());
        let most = i64::from(most);
        sqlx::query_file_scalar!("statements/casebook/list_cases.sql", after, most)
            .fetch_all(&self.console)
            .await
            .doing(READING)?
            .iter()
            .map(|document| row("cases", after).json("document", document))
            .collect()
    }

    async fn expectations(&self, case: &CaseId) -> Result<Vec<Expectation>, StoreError> {
        sqlx::query_file_scalar!("statements/casebook/list_expectations.sql", case.0)
            .fetch_all(&self.console)
            .await
            .doing(READING)?
            .iter()
            .map(|document| row("expectations", &case.0).json("document", document))
            .collect()
    }
}

/// Persons and Reports that something is known of.
struct Asked<'a> {
    persons: Vec<&'a [u8]>,
    senders: Vec<i64>,
    keys: Vec<&'a [u8]>,
}

async fn facts(reader: &mut PgConnection, asked: &Asked<'_>) -> Result<Vec<Facts>, StoreError> {
    sqlx::query_file_scalar!(
        "statements/casebook/list_facts.sql",
        &asked.persons[..] as _,
        &asked.senders,
        &asked.keys[..] as _,
    )
    .fetch_all(reader)
    .await
    .doing(READING)?
    .iter()
    .map(|document| row("facts", "-").frame("document", document))
    .collect()
}

async fn rulings(
    reader: &mut PgConnection,
    asked: &Asked<'_>,
) -> Result<Vec<RulingEntry>, StoreError> {
    sqlx::query_file_scalar!(
        "statements/casebook/list_rulings.sql",
        &asked.persons[..] as _,
        &asked.senders,
        &asked.keys[..] as _,
    )
    .fetch_all(reader)
    .await
    .doing(READING)?
    .iter()
    .map(|document| row("rulings", "-").json("document", document))
    .collect()
}

async fn held(reader: &mut PgConnection, asked: &Asked<'_>) -> Result<Vec<Held>, StoreError> {
    sqlx::query_file_as!(
        HeldRow,
        "statements/casebook/list_held.sql",
        &asked.persons[..] as _,
        &asked.senders,
        &asked.keys[..] as _,
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
