//! Positions: places in the Journal.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A place in the Journal, from 1 upwards; gaps are allowed.
///
/// A number read back from a table or an address is a Position too, so a Position
/// alone proves nothing; that an Entry is durable is proved by the store's `Durable`.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Position(pub i64);

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
