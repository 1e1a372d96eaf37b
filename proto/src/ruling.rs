//! Rulings as a Case shows them: what a registrar decided, why, who and when.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Position;

/// A registrar's ruling, as the Case that it is about tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruled {
    /// Its name: where it stands in the Journal.
    pub ruling: Position,
    /// The registrar's word, such as `same-tumour`.
    pub verb: String,
    /// Why, in the registrar's words.
    pub reason: String,
    /// Who decided.
    pub registrar: String,
    /// When.
    pub at: Timestamp,
    /// The ruling that it undoes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<Position>,
    /// The later ruling that contradicts it; what the two disagree on is as the later says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overruled_by: Option<Position>,
}
