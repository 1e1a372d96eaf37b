//! What an expression is evaluated in: the resources around, the definitions, who
//! answers, the time, and how many steps are left.

use std::cell::Cell;

use jiff::Timestamp;
use serde_json::Value;

use super::Answers;
use crate::compile::Library;

/// The most steps of one evaluation.
const STEPS_MAX: u64 = 1_000_000;

/// The steps that any body may take, and how many more for each byte of it: the work is
/// linear in what was sent.
const STEPS_ANY_BODY: u64 = 2_000_000;
const STEPS_A_BYTE: u64 = 8;

/// How many steps are left for all the expressions of one body.
#[derive(Debug)]
pub(crate) struct Budget(Cell<u64>);

impl Budget {
    /// What a body of that size may take.
    pub(crate) fn of_body(bytes: usize) -> Self {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        Self(Cell::new(
            STEPS_ANY_BODY.saturating_add(bytes.saturating_mul(STEPS_A_BYTE)),
        ))
    }

    /// What one evaluation may take.
    pub(super) fn of_one(&self) -> u64 {
        self.0.get().min(STEPS_MAX)
    }

    /// How many steps are left.
    #[cfg(test)]
    pub(crate) fn left(&self) -> u64 {
        self.0.get()
    }

    /// Takes away what an evaluation took.
    pub(super) fn spend(&self, steps: u64) {
        self.0.set(self.0.get().saturating_sub(steps));
    }
}

/// What an expression is evaluated in.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'e> {
    /// The definitions, for types.
    pub(crate) library: &'e Library,
    /// The innermost resource.
    pub(crate) resource: &'e Value,
    /// The resource that it is contained in, else itself.
    pub(crate) root: &'e Value,
    /// Who answers what is not in the tree.
    pub(crate) answers: Answers<'e>,
    /// The moment that is now; where there is none, what asks for it is undecided.
    pub(crate) now: Option<Timestamp>,
    /// What may be spent.
    pub(crate) budget: &'e Budget,
}
