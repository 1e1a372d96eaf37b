//! Receipts: proof that a Submission is durable.
//!
//! A [`Receipt`] can only be made from a [`Durable`], and a `Durable` only by the
//! Journal after its engine has returned from a commit that was fsynced. What is
//! acknowledged without durability does not compile.

use caseway_proto::{Disposition, Issue, Position, SubmissionId};
use jiff::Timestamp;

/// Proof that the Journal holds an Entry at a Position, fsynced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Durable(Position);

impl Durable {
    pub(crate) const fn at(position: Position) -> Self {
        Self(position)
    }

    /// Where the Entry stands.
    #[must_use]
    pub const fn position(self) -> Position {
        self.0
    }
}

/// Proof that a Submission is durable, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    durable: Durable,
    /// Names the Submission in every later question.
    pub id: SubmissionId,
    /// What became of it, or of the first one where this is a repetition.
    pub disposition: Disposition,
    /// The findings.
    pub issues: Vec<Issue>,
    /// When its last byte was here; of the first one where this is a repetition.
    pub received_at: Timestamp,
    /// Whether this is the first Receipt given again.
    pub again: bool,
}

impl Receipt {
    /// A Receipt for what is durable.
    #[must_use]
    pub fn new(durable: Durable, logged: crate::Logged) -> Self {
        Self {
            durable,
            id: logged.id,
            disposition: logged.disposition,
            issues: logged.issues,
            received_at: logged.received_at,
            again: logged.again,
        }
    }

    /// Where the Submission stands in the Journal.
    #[must_use]
    pub const fn position(&self) -> Position {
        self.durable.position()
    }

    /// What the door counts and answers with: `Duplicate` for a repetition.
    #[must_use]
    pub const fn answered(&self) -> Disposition {
        if self.again {
            Disposition::Duplicate
        } else {
            self.disposition
        }
    }
}
