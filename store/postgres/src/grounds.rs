//! What a page rests on, looked at again while nobody else may record what rests on the same.
//!
//! Only where partitions are recorded beside each other. The lock comes first and the count in
//! a statement of its own: a statement sees what was committed before it began. The locks are
//! taken in the order of their names, after the row of the partition, so that nobody waits in
//! a circle.

use caseway_store::{Grounds, StoreError};
use sqlx::PgConnection;

use crate::columns::column;
use crate::error::Doing as _;

const DOING: &str = "looking at what a page rests on";

/// Refuses a page when more is known by now than when it was made.
pub(crate) async fn hold(casebook: &mut PgConnection, grounds: &Grounds) -> Result<(), StoreError> {
    sqlx::query_file!("statements/engine/lock_grounds.sql", &grounds.locks)
        .fetch_all(&mut *casebook)
        .await
        .doing(DOING)?;
    let now = sqlx::query_file!(
        "statements/engine/count_grounds.sql",
        column(&grounds.persons, |person| &person.0[..]) as _,
        &column(&grounds.reports, |(sender, _)| sender.0),
        column(&grounds.reports, |(_, key)| key.as_bytes()) as _,
    )
    .fetch_one(casebook)
    .await
    .doing(DOING)?;
    let counts = [now.facts, now.rulings].map(i64::unsigned_abs);
    if counts == [grounds.facts, grounds.rulings] {
        Ok(())
    } else {
        Err(StoreError::Overtaken)
    }
}
