//! Turns: appenders draw positions and commit one after the other.
//!
//! In PostgreSQL whoever draws a position first may commit last. A reader that had seen 8
//! would then never look for 7 again. So an appender draws its positions while it holds a
//! lock that ends with its transaction: what is below a position that can be read was
//! committed before it. The same lock makes what is looked up true until it is written.
//!
//! Relies on few appenders with many Drafts each, which is what the Journal makes of
//! callers. An appender that stops in its turn is thrown out by the server
//! ([`crate::open()`] sets the time), and the next one goes on.

use caseway_store::StoreError;
use sqlx::PgConnection;

use crate::error::Doing as _;

const DOING: &str = "waiting for the turn to append";

/// Waits for the turn and draws positions, in order. The turn ends with the transaction.
pub(crate) async fn take(
    transaction: &mut PgConnection,
    positions: usize,
) -> Result<Vec<i64>, StoreError> {
    let positions = i64::try_from(positions).unwrap_or(i64::MAX);
    sqlx::query_file_scalar!("statements/engine/take_turn.sql", positions)
        .fetch_all(transaction)
        .await
        .doing(DOING)
}

/// Draws positions without waiting: a test's control.
pub(crate) async fn draw(
    transaction: &mut PgConnection,
    positions: usize,
) -> Result<Vec<i64>, StoreError> {
    let positions = i64::try_from(positions).unwrap_or(i64::MAX);
    sqlx::query_file_scalar!("statements/engine/draw_positions.sql", positions)
        .fetch_all(transaction)
        .await
        .doing(DOING)
}
