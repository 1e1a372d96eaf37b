//! What becomes of a Draft, given what the Journal already holds.
//!
//! Pure: an engine looks up the [`Standing`] inside its transaction, asks
//! [`decide`], and writes what it says.

use caseway_proto::{Disposition, Issue, IssueCode, Rank, Severity};

use crate::{Draft, Logged};

/// What the Journal already holds that bears on a Draft.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// The Entry with the Draft's id, or a kept one with its key and content.
    pub same: Option<Logged>,
    /// Whether an accepted or superseded Entry has the Draft's key and other content.
    pub key_taken: bool,
    /// The greatest rank among the accepted versions of the Draft's Report.
    pub newest: Option<Rank>,
}

/// What becomes of a Draft.
#[derive(Clone, Debug)]
pub enum Admission {
    /// Nothing is written: the first Receipt is given again.
    Again(Logged),
    /// It is written, with this Disposition and these further Issues.
    Written(Disposition, Vec<Issue>),
}

/// Decides what becomes of a Draft.
///
/// Only accepted and superseded Submissions take a key: a rejected one never
/// blocks its correction.
#[must_use]
pub fn decide(draft: &Draft, standing: Standing) -> Admission {
    if let Some(first) = standing.same {
        return Admission::Again(Logged {
            again: true,
            ..first
        });
    }
    if draft.verdict == Disposition::Rejected {
        return Admission::Written(Disposition::Rejected, Vec::new());
    }
    if standing.key_taken {
        return Admission::Written(Disposition::Rejected, vec![key_taken()]);
    }
    let rank = draft.version.as_ref().map(|version| &version.rank);
    let disposition = match (rank, &standing.newest) {
        (Some(rank), Some(newest)) if rank < newest => Disposition::Superseded,
        _ => Disposition::Accepted,
    };
    Admission::Written(disposition, Vec::new())
}

/// The rule id of the finding that a key was used before with other content.
pub const KEY_TAKEN: &str = "submission-key-taken";

fn key_taken() -> Issue {
    Issue::new(
        Severity::Error,
        IssueCode::Conflict,
        KEY_TAKEN,
        "Bundle.identifier was used before for a submission with other content. A correction is \
         a new submission: give it an identifier of its own, and keep Composition.identifier.",
    )
    .at("Bundle.identifier")
}
