//! The Ledger: what a Sender may read of its own, as of a Position.
//!
//! The Journal's part of an answer never changes, and the Casebook keeps outcomes
//! as a history: the state as of a Position is the newest outcome up to there. A
//! version that an Operator discarded replaces nothing.
//!
//! Each answer is a transaction that names its Sender first: the rows of others are not
//! there for it, whatever the statement says (`migrations/0005_roles.sql`).

mod submissions;

use async_trait::async_trait;
use caseway_proto::{Expectation, Position, Rerouting, Sender, SenderId, SubmissionId};
use caseway_store::rows::Row;
use caseway_store::{Ledger, Period, State, StoreError, SubmissionState, Tally};
use sqlx::{PgConnection, Transaction};

use crate::error::Doing as _;
use crate::{BEGIN_READING, Postgres};

const READING: &str = "reading the ledger";

#[async_trait]
impl Ledger for Postgres {
    async fn positions(&self) -> Result<(Position, Position), StoreError> {
        let row = sqlx::query_file!("statements/ledger/find_positions.sql")
            .fetch_one(&self.reader)
            .await
            .doing(READING)?;
        Ok((Position(row.head), Position(row.feed)))
    }

    async fn submission(
        &self,
        sender: SenderId,
        id: SubmissionId,
        as_of: Position,
    ) -> Result<Option<SubmissionState>, StoreError> {
        let mut reader = answering(self, sender).await?;
        submissions::find(&mut reader, sender, id, as_of).await
    }

    async fn submissions(
        &self,
        sender: SenderId,
        period: Period,
        window: (Position, Position),
        most: u32,
    ) -> Result<Vec<SubmissionState>, StoreError> {
        let asked = submissions::Asked {
            sender,
            period,
            window,
            most,
        };
        let mut reader = answering(self, sender).await?;
        submissions::list(&mut reader, asked).await
    }

    async fn tally(
        &self,
        sender: SenderId,
        period: Period,
        as_of: Position,
    ) -> Result<Tally, StoreError> {
        let mut reader = answering(self, sender).await?;
        tally(&mut reader, sender, period, as_of).await
    }

    async fn owed(&self, sender: &Sender, as_of: Position) -> Result<Vec<Expectation>, StoreError> {
        let Some(organisation) = &sender.organisation else {
            return Ok(Vec::new());
        };
        let mut reader = answering(self, sender.id).await?;
        sqlx::query_file_scalar!("statements/ledger/list_owed.sql", organisation, as_of.0)
            .fetch_all(&mut *reader)
            .await
            .doing(READING)?
            .iter()
            .map(|document| owed_then(document, as_of))
            .collect()
    }

    async fn rerouted(
        &self,
        sender: SenderId,
        period: Period,
        as_of: Position,
    ) -> Result<Vec<Rerouting>, StoreError> {
        let row = Row {
            table: "reroutings",
            key: sender.0,
        };
        let mut reader = answering(self, sender).await?;
        sqlx::query_file_scalar!(
            "statements/ledger/list_rerouted.sql",
            sender.0,
            period.from.as_microsecond(),
            period.until.as_microsecond(),
            as_of.0,
        )
        .fetch_all(&mut *reader)
        .await
        .doing(READING)?
        .iter()
        .map(|document| row.json("document", document))
        .collect()
    }
}

/// A transaction for which only the rows of one Sender are there.
async fn answering(
    postgres: &Postgres,
    sender: SenderId,
) -> Result<Transaction<'static, sqlx::Postgres>, StoreError> {
    let begun = postgres.reader.begin_with(BEGIN_READING).await;
    let mut reader = begun.doing(READING)?;
    sqlx::query_file_scalar!("statements/engine/answer_sender.sql", sender.0)
        .fetch_one(&mut *reader)
        .await
        .doing(READING)?;
    Ok(reader)
}

/// An Expectation as it stood at a Position.
fn owed_then(document: &str, as_of: Position) -> Result<Expectation, StoreError> {
    let row = Row {
        table: "expectations",
        key: "-",
    };
    let expectation: Expectation = row.json("document", document)?;
    Ok(expectation.then(as_of))
}

/// A Sender's account: what was received and where it stands are counted apart.
pub(crate) async fn tally(
    reader: &mut PgConnection,
    sender: SenderId,
    period: Period,
    as_of: Position,
) -> Result<Tally, StoreError> {
    let (from, until) = (period.from.as_microsecond(), period.until.as_microsecond());
    let received = sqlx::query_file_scalar!(
        "statements/ledger/count_received.sql",
        sender.0,
        from,
        until,
        as_of.0,
    )
    .fetch_one(&mut *reader)
    .await
    .doing(READING)?;
    let states = sqlx::query_file_as!(
        StateRow,
        "statements/ledger/count_states.sql",
        sender.0,
        from,
        until,
        as_of.0,
    )
    .fetch_all(reader)
    .await
    .doing(READING)?;
    let received = received.unsigned_abs();
    states.iter().try_fold(
        Tally {
            received,
            ..Tally::default()
        },
        add,
    )
}

struct StateRow {
    state: String,
    submissions: i64,
}

fn add(mut tally: Tally, counted: &StateRow) -> Result<Tally, StoreError> {
    let row = Row {
        table: "entries",
        key: "-",
    };
    let column = match row.read("state", State::parse(&counted.state))? {
        State::Recorded => &mut tally.recorded,
        State::Rejected | State::Discarded => &mut tally.rejected,
        State::Superseded => &mut tally.superseded,
        State::Quarantined => &mut tally.quarantined,
        State::InFlight => &mut tally.in_flight,
    };
    *column += counted.submissions.unsigned_abs();
    Ok(tally)
}
