//! The table of findings: rules and places, and why it is right that they are told.

use std::collections::BTreeMap;

use caseway_proto::Issue;
use regex::Regex;
use serde::Deserialize;

use super::Fault;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    finding: Vec<Row>,
}

/// Findings that are known of, for one reason.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    rule: String,
    /// Whether they refuse.
    refuses: bool,
    /// Why they are told: what the specification says, or which definition is missing.
    because: String,
    /// How many there are at each element, without indexes and without the entry.
    elements: BTreeMap<String, usize>,
}

/// What identifies a finding: rule, whether it refuses, element.
type Key = (String, bool, String);

/// The account of a run.
#[derive(Default)]
pub(super) struct Account {
    found: BTreeMap<Key, (usize, String)>,
}

impl Account {
    /// Counts a finding.
    pub(super) fn enter(&mut self, name: &str, issue: &Issue) -> Result<(), Fault> {
        let element = element(issue.expression.as_deref().unwrap_or_default())?;
        let key = (issue.rule.clone(), issue.severity.rejects(), element);
        let example = || (0, format!("{name}: {}", issue.message));
        self.found.entry(key).or_insert_with(example).0 += 1;
        Ok(())
    }

    /// Asserts that what was found is what the table has, and nothing else.
    pub(super) fn close(mut self) -> Result<(), Fault> {
        let table: Table = toml::from_str(include_str!("findings.toml"))?;
        let mut faults = Vec::new();
        for row in table.finding {
            assert!(!row.because.is_empty(), "{} has no reason", row.rule);
            for (element, count) in row.elements {
                let key = (row.rule.clone(), row.refuses, element);
                let found = self.found.remove(&key).map_or(0, |(found, _)| found);
                if found != count {
                    faults.push(format!("{key:?}: {count} in the table, {found} found"));
                }
            }
        }
        let strange = self.found.into_iter();
        faults.extend(strange.map(|(key, found)| format!("not in the table: {key:?} {found:?}")));
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        Ok(())
    }
}

/// An expression without indexes, from the innermost resource on.
fn element(expression: &str) -> Result<String, Fault> {
    let indexes = Regex::new(r"\[\d+\]")?;
    let plain = indexes.replace_all(expression, "");
    let inner = plain.rsplit("entry.resource.").next().unwrap_or_default();
    Ok(inner.to_owned())
}
