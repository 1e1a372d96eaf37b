//! How far a walk may go: in proportion to what was sent.
//!
//! Profiles that are asked of what lies within each other, and trials of them, multiply.
//! Where that goes too far the walk ends, and the body is refused: what was not looked at
//! was not accepted either.

use std::cell::Cell;

use caseway_proto::IssueCode;

use crate::read::Finding;

/// The steps that any walk may take, and how many more for each byte of the body. Each
/// element with its members is a step each time it is looked at; a report of ours takes
/// about a step for four bytes.
const STEPS_ANY_BODY: u64 = 2_000_000;
const STEPS_A_BYTE: u64 = 4;

/// How many steps a walk, and all that it tries on the side, may still take.
#[derive(Debug)]
pub(in crate::check) struct Effort {
    most: u64,
    spent: Cell<u64>,
}

impl Effort {
    /// What a body of that size may take.
    pub(in crate::check) fn of_body(bytes: usize) -> Self {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        Self {
            most: STEPS_ANY_BODY.saturating_add(bytes.saturating_mul(STEPS_A_BYTE)),
            spent: Cell::new(0),
        }
    }

    /// So many steps.
    #[cfg(test)]
    pub(in crate::check) fn of(most: u64) -> Self {
        let spent = Cell::new(0);
        Self { most, spent }
    }

    /// Takes steps away; false where there are no more.
    pub(super) fn spend(&self, steps: usize) -> bool {
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        self.spent.set(self.spent.get().saturating_add(steps));
        !self.is_spent()
    }

    pub(super) fn is_spent(&self) -> bool {
        self.spent.get() > self.most
    }

    /// The steps that were taken.
    #[cfg(test)]
    pub(in crate::check) fn spent(&self) -> u64 {
        self.spent.get()
    }

    /// What is told where the steps did not suffice.
    pub(super) fn finding(&self) -> Option<Finding> {
        let message = "Checking this body takes far more work than its length lets expect, and was not finished. Name fewer profiles, and nest resources less.";
        self.is_spent()
            .then(|| Finding::error("check-unfinished", IssueCode::TooLong, message))
    }
}
