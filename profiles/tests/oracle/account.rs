//! The account of the differences: verdict by verdict, kind by kind.
//!
//! Here a body is refused as the door refuses it, and by what is asked of who writes a
//! resource besides (`STRICT`), since that is what the oracle asks.

use std::collections::BTreeMap;

use caseway_profiles::{Checked, STRICT};
use serde::Deserialize;

use crate::Fault;
use crate::bodies::Body;
use crate::java::{Told, Verdict};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    undecided: Vec<Undecided>,
    #[serde(default)]
    difference: Vec<Difference>,
}

/// What the oracle cannot decide for want of something.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Undecided {
    id: String,
    /// A part of the message; all of them without.
    says: Option<String>,
    because: String,
}

/// A kind of difference that is known of.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Difference {
    /// Who refuses alone.
    only: Side,
    /// By which rule of ours, or which message of the oracle's; `*` before the end of several.
    by: String,
    /// Of which kinds of bodies; absent: of any.
    #[serde(default)]
    of: Vec<String>,
    /// Who is right by the specification.
    right: Side,
    because: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Side {
    Here,
    Oracle,
}

/// A kind of difference: who refuses alone, by what, what kind of body.
type Key = (Side, String, &'static str);

/// The account of a run.
pub(crate) struct Account {
    table: Table,
    looked_at: BTreeMap<&'static str, usize>,
    both_accept: usize,
    both_refuse: usize,
    found: BTreeMap<Key, (usize, String)>,
}

impl Account {
    /// An account with nothing in it.
    pub(crate) fn open() -> Result<Self, Fault> {
        let table: Table = toml::from_str(include_str!("../../../tests/differences/oracle.toml"))?;
        let reasons = table.difference.iter().map(|row| &row.because);
        let reasons = reasons.chain(table.undecided.iter().map(|row| &row.because));
        for reason in reasons {
            assert!(!reason.is_empty(), "a row has no reason");
        }
        Ok(Self {
            table,
            looked_at: BTreeMap::new(),
            both_accept: 0,
            both_refuse: 0,
            found: BTreeMap::new(),
        })
    }

    /// Counts a body.
    pub(crate) fn enter(&mut self, body: &Body, here: &Checked, there: &Verdict) {
        *self.looked_at.entry(body.kind).or_default() += 1;
        let ours: Vec<(String, String)> = here
            .issues
            .iter()
            .filter(|issue| issue.severity.rejects() || STRICT.contains(&&*issue.rule))
            .map(|issue| {
                let place = issue.expression.as_deref().unwrap_or_default();
                (issue.rule.clone(), format!("{place}: {}", issue.message))
            })
            .collect();
        let theirs = self.refusals(there);
        match (ours.is_empty(), theirs.is_empty()) {
            (true, true) => self.both_accept += 1,
            (false, false) => self.both_refuse += 1,
            (false, true) => self.differs(Side::Here, body.kind, ours),
            (true, false) => self.differs(Side::Oracle, body.kind, theirs),
        }
    }

    fn differs(&mut self, only: Side, kind: &'static str, by: Vec<(String, String)>) {
        for (by, example) in by {
            let found = self.found.entry((only, by, kind));
            found.or_insert_with(|| (0, example)).0 += 1;
        }
    }

    /// What the oracle refuses a body for.
    fn refusals(&self, verdict: &Verdict) -> Vec<(String, String)> {
        let failed = verdict.failed.iter();
        let failed = failed.map(|failed| ("failed".to_owned(), failed.clone()));
        let told = verdict.issues.iter().filter(|told| {
            told.severity != "warning" && !self.table.undecided.iter().any(|row| row.is(told))
        });
        let told = told.map(|told| {
            let place = told.location.as_deref().unwrap_or_default();
            (named(told), format!("{place}: {}", told.message))
        });
        failed.chain(told).collect()
    }

    /// Says what was found, and asserts that every kind of difference is in the table.
    pub(crate) fn close(self) {
        let looked_at: usize = self.looked_at.values().sum();
        let (accept, refuse) = (self.both_accept, self.both_refuse);
        println!(
            "{looked_at} bodies of {} kinds: {accept} accepted by both, {refuse} refused by both, \
             {} different, by {} kinds of difference",
            self.looked_at.len(),
            looked_at - accept - refuse,
            self.found.len(),
        );
        let mut strange = Vec::new();
        for (key, (count, example)) in &self.found {
            let row = self.table.difference.iter().find(|row| row.is(key));
            let right = row.map(|row| row.right);
            println!("{count} {key:?}, right: {right:?}; {example}");
            if row.is_none() {
                strange.push(format!("{count} {key:?}: {example}"));
            }
        }
        for row in &self.table.difference {
            if !self.found.keys().any(|key| row.is(key)) {
                println!("not met this time: {:?} {}", row.only, row.by);
            }
        }
        assert!(
            strange.is_empty(),
            "not in the table:\n{}",
            strange.join("\n")
        );
    }
}

impl Undecided {
    fn is(&self, told: &Told) -> bool {
        let says = self.says.as_deref();
        self.id == named(told) && says.is_none_or(|says| told.message.contains(says))
    }
}

impl Difference {
    fn is(&self, (only, by, kind): &Key) -> bool {
        let same = match self.by.strip_prefix('*') {
            Some(end) => by.ends_with(end),
            None => self.by == *by,
        };
        self.only == *only && same && (self.of.is_empty() || self.of.iter().any(|of| of == kind))
    }
}

/// A message's id without the address that some have; the message where it has none.
fn named(told: &Told) -> String {
    let id = told.id.as_deref().unwrap_or(&told.message);
    id.rsplit('/').next().unwrap_or(id).to_owned()
}
