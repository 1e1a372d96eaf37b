//! A report's tumours against the case rules.
//!
//! Each primary tumour of the report is a view (`case_rules/README.md`); what a report
//! says of no tumour in particular it says of its only one. A doubtful finding that the
//! Sender confirms, with the rule's code and a reason, is kept as information.

mod overridden;
mod reader;

use caseway_proto::{IssueCode, Severity};
use serde_json::Value;

use self::overridden::Overridden;
use super::variables::Questions;
use crate::case_rules::{CaseRule, CaseRules};
use crate::catalogue::Registry;
use crate::compile::Library;
use crate::read::{Finding, Findings};

/// What reports are judged by.
#[derive(Clone, Copy)]
pub(super) struct Judge<'a> {
    pub(super) rules: &'a CaseRules,
    pub(super) library: &'a Library,
    pub(super) questions: &'a Questions,
}

/// Judges the tumours of a report of a Registry with a table.
pub(super) fn check(judge: Judge<'_>, registry: &Registry, tree: &Value, findings: &mut Findings) {
    let Some(asking) = judge.questions.of_registry(&registry.id) else {
        return;
    };
    let overridden = Overridden::of(tree);
    for view in reader::views(asking, tree) {
        let broken = judge.rules.judge(judge.library, &view, &[&registry.id.0]);
        for breach in broken {
            let confirmed = overridden.confirms(breach.rule);
            findings.add(told(breach.rule, confirmed).at(breach.place.clone()));
        }
    }
    findings.add_all(overridden.unmatched(judge.rules));
}

fn told(rule: &CaseRule, confirmed: bool) -> Finding {
    let finding = Finding::error(&rule.id, IssueCode::BusinessRule, rule.en.clone());
    let severity = if confirmed {
        Severity::Information
    } else {
        rule.severity
    };
    Finding {
        severity,
        ..finding
    }
}

#[cfg(test)]
mod tests;
