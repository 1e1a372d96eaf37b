//! What became of a Submission at the door.

use serde::{Deserialize, Serialize};

/// What became of a Submission at the door.
///
/// A duplicate has the Disposition of the Submission it repeats in its Receipt;
/// [`Disposition::Duplicate`] is what the door counts and answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Disposition {
    /// Durable and on its way to the Casebook.
    Accepted,
    /// Durable, and refused for the Issues listed; nothing of it reaches a Case.
    Rejected,
    /// Received before: the first Receipt is given again.
    Duplicate,
    /// Durable, but a newer version of the same Report was here before it.
    Superseded,
}

impl Disposition {
    /// The word used on the wire, in tables and in metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Duplicate => "duplicate",
            Self::Superseded => "superseded",
        }
    }

    /// Reads the word that [`Disposition::as_str`] writes.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [
            Self::Accepted,
            Self::Rejected,
            Self::Duplicate,
            Self::Superseded,
        ]
        .into_iter()
        .find(|disposition| disposition.as_str() == word)
    }
}
