//! What PostgreSQL's errors mean to a caller.
//!
//! Codes: <https://www.postgresql.org/docs/current/errcodes-appendix.html>. When the
//! connection is lost in the middle of a commit, nobody knows whether it took place: that is
//! an `Unavailable` like any other, and the call may be made again.
//!
//! Leaves out the server's details: they name the values of the row that was refused.

use caseway_store::StoreError;
use sqlx::Error;
use sqlx::error::DatabaseError;

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

/// What the server said of a statement, without the values of a row.
#[derive(Debug, thiserror::Error)]
#[error("{message} (SQLSTATE {code})")]
struct Told {
    code: String,
    message: String,
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
        // An answer that makes no sense: it broke off while the connection was being made.
        Error::Io(_) | Error::Protocol(_) | Error::PoolTimedOut | Error::WorkerCrashed => {
            StoreError::Unavailable {
                doing,
                source: error.into(),
            }
        }
        Error::Database(error) => told(&*error, doing),
        error => StoreError::Refused {
            doing,
            source: error.into(),
        },
    }
}

fn told(error: &dyn DatabaseError, doing: &'static str) -> StoreError {
    let code = error.code().unwrap_or_default().into_owned();
    let nature = nature(&code);
    // The message of a data exception repeats the value.
    let message = match code.get(..2) {
        Some("22") => String::from("a value was refused"),
        _ => error.message().to_owned(),
    };
    let source = Told { code, message }.into();
    match nature {
        Meaning::Passes => StoreError::Unavailable { doing, source },
        Meaning::Stays => StoreError::Refused { doing, source },
        Meaning::Corrupted => StoreError::Inconsistent {
            table: "the server's files",
            column: "-",
            row: String::from("-"),
            why: "a table or an index of it is corrupted",
        },
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Meaning {
    /// The same call may succeed later.
    Passes,
    /// It will not.
    Stays,
    /// What is kept cannot be read.
    Corrupted,
}

fn nature(code: &str) -> Meaning {
    match code {
        // Data or index corrupted.
        "XX001" | "XX002" => Meaning::Corrupted,
        // A standby that will be, or no longer is, where one writes; a transaction that was
        // idle for too long; a lock that was waited for too long.
        "25006" | "25P03" | "55P03" | "55006" => Meaning::Passes,
        _ => match code.get(..2) {
            // Connection lost, transaction rolled back, resources exhausted, an operator or
            // the server stopped it, input or output failed.
            Some("08" | "40" | "53" | "57" | "58") => Meaning::Passes,
            _ => Meaning::Stays,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{Meaning, nature};

    #[test]
    fn what_passes_is_told_from_what_stays() {
        for passing in [
            "08006", "40001", "40P01", "53100", "57P01", "58030", "25006",
        ] {
            assert_eq!(nature(passing), Meaning::Passes, "{passing}");
        }
        for staying in ["23505", "42501", "42P01", "22021", "XX000", ""] {
            assert_eq!(nature(staying), Meaning::Stays, "{staying}");
        }
        assert_eq!(nature("XX001"), Meaning::Corrupted);
    }
}
