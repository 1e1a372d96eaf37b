//! Appending Drafts: looked up together, decided one by one, written together, in one turn.

mod slate;
mod write;

use caseway_proto::{Disposition, Position};
use caseway_store::rows::Row;
use caseway_store::{Admission, Draft, Logged, StoreError, decide};
use sqlx::PgConnection;

use crate::error::Doing as _;
use crate::{Postgres, turn};

pub(crate) use slate::Slate;
use write::{Written, write};

const DOING: &str = "appending to the journal";

/// Writes Drafts in order; durable when it returns.
pub(crate) async fn append(
    postgres: &Postgres,
    drafts: Vec<Draft>,
) -> Result<Vec<Logged>, StoreError> {
    let moments = drafts.iter().map(|draft| draft.received_at);
    postgres.months.make(&postgres.gateway, moments).await?;
    let mut transaction = postgres.gateway.begin().await.doing(DOING)?;
    let positions = if postgres.in_turn {
        turn::take(&mut transaction, drafts.len()).await?
    } else {
        turn::draw(&mut transaction, drafts.len()).await?
    };
    let slate = if postgres.dedupe {
        Slate::read(&mut transaction, &drafts).await?
    } else {
        Slate::blank()
    };
    let logged = admit(&mut transaction, slate, drafts, positions).await?;
    fail::fail_point!("journal-before-commit");
    transaction.commit().await.doing(DOING)?;
    fail::fail_point!("journal-after-commit");
    Ok(logged)
}

/// Decides what becomes of each Draft and writes those that are new; the positions that are
/// left over are nobody's.
pub(crate) async fn admit(
    transaction: &mut PgConnection,
    mut slate: Slate,
    drafts: Vec<Draft>,
    positions: Vec<i64>,
) -> Result<Vec<Logged>, StoreError> {
    let mut positions = positions.into_iter();
    let mut logged = Vec::with_capacity(drafts.len());
    let mut written = Vec::with_capacity(drafts.len());
    for mut draft in drafts {
        let own = match decide(&draft, slate.standing(&draft)) {
            Admission::Again(first) => first,
            Admission::Written(disposition, further) => {
                draft.issues.extend(further);
                let own = first(&draft, disposition, positions.next())?;
                slate.add(&draft, &own);
                written.push(Written {
                    position: own.position,
                    disposition,
                    draft,
                });
                own
            }
        };
        logged.push(own);
    }
    write(transaction, &written).await?;
    Ok(logged)
}

/// What is answered for a Draft that is new.
fn first(
    draft: &Draft,
    disposition: Disposition,
    position: Option<i64>,
) -> Result<Logged, StoreError> {
    let row = Row {
        table: "entries",
        key: "-",
    };
    Ok(Logged {
        position: Position(row.read("position", position)?),
        id: draft.id,
        disposition,
        issues: draft.issues.clone(),
        // As it will be read back: whole microseconds.
        received_at: row.time("received_at_micros", draft.received_at.as_microsecond())?,
        again: false,
    })
}
