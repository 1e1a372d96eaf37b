//! Rulings as a Case shows them: what was decided, why, by whom and when.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Position;

/// A ruling, as the Case that it is about tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruled {
    /// Its name: where it stands in the Journal.
    pub ruling: Position,
    /// The word that was used, such as `same-tumour`.
    pub verb: String,
    /// Why, in the words of who decided.
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
