//! What `SQLite`'s errors mean to a caller.
//!
//! Result codes: <https://www.sqlite.org/rescode.html>.

use caseway_store::StoreError;
use sqlx::Error;

/// Says what was being done when a statement failed.
pub(crate) trait Doing<T> {
    /// The same result with the store's error.
    fn doing(self, doing: &'static str) -> Result<T, StoreError>;
}

impl<T> Doing<T> for Result<T, Error> {
    fn doing(self, doing: &'static str) -> Result<T, StoreError> {
        self.map_err(|error| meaning(error, doing))
    }
}

fn meaning(error: Error, doing: &'static str) -> StoreError {
    match error {
        Error::PoolClosed => StoreError::Closed,
        Error::ColumnDecode { .. } | Error::Decode(_) => StoreError::Inconsistent {
            table: "a statement's answer",
            column: "-",
            row: String::from("-"),
            why: "a value is not of the type that its column is declared with",
        },
        error if passes(&error) => StoreError::Unavailable {
            doing,
            source: error.into(),
        },
        error => StoreError::Refused {
            doing,
            source: error.into(),
        },
    }
}

/// Whether the same call may succeed later.
fn passes(error: &Error) -> bool {
    match error {
        Error::Io(_) | Error::PoolTimedOut | Error::WorkerCrashed => true,
        Error::Database(error) => error
            .code()
            .and_then(|code| code.parse::<u32>().ok())
            .is_some_and(|code| PASSING.contains(&(code & 0xff))),
        _ => false,
    }
}

/// Busy, locked, out of memory, read-only, interrupted, input or output failed,
/// full, cannot open, locking protocol. The low byte of an extended code.
const PASSING: [u32; 9] = [5, 6, 7, 8, 9, 10, 13, 14, 15];
