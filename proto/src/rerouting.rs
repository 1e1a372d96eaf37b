//! Reroutings: Reports that came to belong to other Registries.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{CaseId, Position, RegistryId, SubmissionId};

/// A Report whose tumours belong to other Registries than before.
///
/// At first it belongs to the Registry that it was sent for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rerouting {
    /// The Sender's own identifier of the Report.
    pub report_key: String,
    /// The version of it that counted then.
    pub submission: SubmissionId,
    /// The Case it joined.
    pub case: CaseId,
    /// The Registries that it belonged to.
    pub from: Vec<RegistryId>,
    /// Those that it belongs to since.
    pub to: Vec<RegistryId>,
    /// Whether that was decided without the morphology, and may change with it.
    pub provisional: bool,
    /// The Submission that brought it about, where it is of the same Sender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<SubmissionId>,
    /// The Position of that Submission, whoever sent it.
    pub at: Position,
    /// When that Submission arrived.
    pub on: Timestamp,
}

impl Rerouting {
    /// How firm it is, in a word: `provisional` or `decided`.
    #[must_use]
    pub const fn standing(&self) -> &'static str {
        if self.provisional {
            "provisional"
        } else {
            "decided"
        }
    }
}
