//! Findings while they are collected: limited in number, none twice.
//!
//! Leaves out expressions and positions: those are looked for once, at the end, and
//! only for what is kept.

use std::collections::HashSet;
use std::sync::Arc;

use caseway_proto::{IssueCode, Severity};

use super::Place;

/// One finding, at a place in the tree.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    pub(crate) severity: Severity,
    pub(crate) code: IssueCode,
    pub(crate) rule: Box<str>,
    pub(crate) message: String,
    pub(crate) place: Place,
    /// Where exactly in the body, in bytes, when the reader has found it.
    pub(crate) offset: Option<usize>,
    pub(crate) profile: Option<Arc<str>>,
}

impl Finding {
    /// An error at the root.
    pub(crate) fn error(rule: &str, code: IssueCode, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            rule: rule.into(),
            message: message.into(),
            place: Place::new(),
            offset: None,
            profile: None,
        }
    }

    /// A warning at the root.
    pub(crate) fn warning(rule: &str, code: IssueCode, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(rule, code, message)
        }
    }

    /// The same finding, at a place.
    pub(crate) fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }
}

/// The findings of one body.
#[derive(Debug)]
pub(crate) struct Findings {
    kept: Vec<Finding>,
    seen: HashSet<(Box<str>, Place)>,
    most: usize,
    dropped: usize,
    dropped_error: bool,
}

impl Findings {
    /// None yet; at most `most` are kept.
    pub(crate) fn new(most: usize) -> Self {
        Self {
            kept: Vec::new(),
            seen: HashSet::new(),
            most,
            dropped: 0,
            dropped_error: false,
        }
    }

    /// Adds a finding, unless the same rule was found broken at the same place. Where
    /// there are too many, a warning gives way to an error.
    pub(crate) fn add(&mut self, finding: Finding) {
        if self.is_full() && finding.severity.rejects() {
            let warning = |kept: &Finding| !kept.severity.rejects();
            if let Some(last) = self.kept.iter().rposition(warning) {
                self.kept.remove(last);
                self.dropped += 1;
            }
        }
        if self.is_full() {
            self.dropped += 1;
            self.dropped_error |= finding.severity.rejects();
        } else if self
            .seen
            .insert((finding.rule.clone(), finding.place.clone()))
        {
            self.kept.push(finding);
        }
    }

    /// Adds several.
    pub(crate) fn add_all(&mut self, findings: Vec<Finding>) {
        for finding in findings {
            self.add(finding);
        }
    }

    /// Whether a finding of that rule at that place would be kept.
    pub(crate) fn wants(&self, rule: &str, place: &Place) -> bool {
        !self.is_full() && !self.seen.contains(&(rule.into(), place.clone()))
    }

    /// Says what was found at a place in other words.
    pub(crate) fn reword(&mut self, rule: &str, place: &Place, message: String) {
        let mut kept = self.kept.iter_mut();
        if let Some(finding) = kept.find(|kept| &*kept.rule == rule && kept.place == *place) {
            finding.message = message;
        }
    }

    /// Makes errors of the warnings of some rules.
    pub(crate) fn refuse(&mut self, rules: &[&str]) {
        for finding in &mut self.kept {
            if finding.severity == Severity::Warning && rules.contains(&&*finding.rule) {
                finding.severity = Severity::Error;
            }
        }
    }

    /// Whether there is nothing to tell.
    pub(crate) fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Whether so many were found that more need not be looked for.
    pub(crate) fn is_full(&self) -> bool {
        self.kept.len() >= self.most
    }

    /// What was found, and at last how many more there were.
    pub(crate) fn into_list(mut self) -> Vec<Finding> {
        if self.dropped > 0 {
            let message = format!(
                "There are at least {} more findings. Correct these and send the report again.",
                self.dropped
            );
            let mut more = Finding::warning("issues-more", IssueCode::TooLong, message);
            if self.dropped_error {
                more.severity = Severity::Error;
            }
            self.kept.push(more);
        }
        self.kept
    }
}
