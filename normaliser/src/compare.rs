//! Two Casebooks side by side, Case by Case in the order of their names.
//!
//! Both are read while they may go on: a Case that is recorded meanwhile may be told as it
//! stood in one and as it stands in the other.

use std::collections::VecDeque;

use caseway_proto::{Case, CaseId};
use caseway_store::{Casebook, StoreError};
use serde_json::{Value, json};

/// Cases are read this many at a time.
const PAGE: u32 = 200;

/// How many Cases stand how, up to now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// The same in both, and what is owed for them too.
    pub same: u64,
    /// In both, and not the same.
    pub changed: u64,
    /// In the second alone.
    pub new: u64,
    /// In the first alone.
    pub gone: u64,
}

/// A Case that is not the same in both: what it says, and what is owed for it.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The Case.
    pub case: CaseId,
    /// As it is in the first; null where it is not.
    pub before: Value,
    /// As it is in the second; null where it is not.
    pub after: Value,
}

/// What differs between two Casebooks.
pub struct Comparison<'c> {
    before: Cases<'c>,
    after: Cases<'c>,
    compared: Compared,
}

impl<'c> Comparison<'c> {
    /// Compares one Casebook with another.
    #[must_use]
    pub fn new(before: &'c dyn Casebook, after: &'c dyn Casebook) -> Self {
        Self {
            before: Cases::of(before),
            after: Cases::of(after),
            compared: Compared::default(),
        }
    }

    /// What was compared up to now.
    #[must_use]
    pub const fn compared(&self) -> Compared {
        self.compared
    }

    /// The next Case that differs; `None` at the end.
    ///
    /// # Errors
    /// When the store failed.
    pub async fn next(&mut self) -> Result<Option<Difference>, StoreError> {
        loop {
            let (before, after) = (self.before.peek().await?, self.after.peek().await?);
            let Some(case) = before.into_iter().chain(after).min() else {
                return Ok(None);
            };
            let before = self.before.take(&case).await?;
            let after = self.after.take(&case).await?;
            let count = match (&before, &after) {
                (Value::Null, _) => &mut self.compared.new,
                (_, Value::Null) => &mut self.compared.gone,
                _ if before == after => &mut self.compared.same,
                _ => &mut self.compared.changed,
            };
            *count += 1;
            if before != after {
                return Ok(Some(Difference {
                    case,
                    before,
                    after,
                }));
            }
        }
    }
}

/// The Cases of a Casebook, one after the other.
struct Cases<'c> {
    casebook: &'c dyn Casebook,
    page: VecDeque<Case>,
    last: Option<CaseId>,
    ended: bool,
}

impl<'c> Cases<'c> {
    const fn of(casebook: &'c dyn Casebook) -> Self {
        Self {
            casebook,
            page: VecDeque::new(),
            last: None,
            ended: false,
        }
    }

    /// The name of the next one.
    async fn peek(&mut self) -> Result<Option<CaseId>, StoreError> {
        if self.page.is_empty() && !self.ended {
            self.page = self.casebook.cases(self.last.as_ref(), PAGE).await?.into();
            self.ended = self.page.is_empty();
            self.last = self.page.back().map(|case| case.id.clone());
        }
        Ok(self.page.front().map(|case| case.id.clone()))
    }

    /// The next one with what is owed for it, if it is that; else null.
    async fn take(&mut self, id: &CaseId) -> Result<Value, StoreError> {
        match self.page.pop_front_if(|case| case.id == *id) {
            Some(case) => {
                let owed = self.casebook.expectations(id).await?;
                Ok(json!({"case": case, "owed": owed}))
            }
            None => Ok(Value::Null),
        }
    }
}

#[cfg(test)]
mod tests;
