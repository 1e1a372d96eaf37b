//! The table of refused examples: which, for which rules, and who is right.

use std::collections::{BTreeMap, BTreeSet};

use caseway_profiles::{Checked, STRICT};
use caseway_proto::{Issue, Severity};
use serde::Deserialize;

use super::Fault;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    refused: Vec<Row>,
}

/// Examples that are refused for one reason.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    /// The rules that they break.
    rules: BTreeSet<String>,
    /// Whether only who writes a resource is refused for them.
    #[serde(default)]
    strictly: bool,
    /// What is wrong with them, or with the checker.
    because: String,
    /// Where R4 says so.
    section: String,
    /// Who is right.
    right: Right,
    files: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Right {
    /// The example breaks what R4 says.
    Checker,
    /// The checker refuses what R4 allows.
    Example,
}

/// What of an example refuses it: each rule, and whether strictly only.
type Reasons = BTreeSet<(String, bool)>;

/// The account of a run.
#[derive(Default)]
pub(super) struct Account {
    found: BTreeMap<String, Reasons>,
}

impl Account {
    /// Notes what refuses an example; tells whether anything does, be it strictly only.
    pub(super) fn enter(&mut self, name: &str, checked: &Checked) -> bool {
        let reason = |issue: &Issue| {
            let rule = issue.rule.clone();
            if issue.severity.rejects() {
                return Some((rule, false));
            }
            let strictly = issue.severity == Severity::Warning && STRICT.contains(&&*rule);
            strictly.then_some((rule, true))
        };
        let reasons: Reasons = checked.issues.iter().filter_map(reason).collect();
        let refused = !reasons.is_empty();
        if refused {
            self.found.insert(name.to_owned(), reasons);
        }
        refused
    }

    /// Asserts that what was found is what the table has, and nothing else.
    pub(super) fn close(mut self) -> Result<(), Fault> {
        let table: Table = toml::from_str(include_str!("refused.toml"))?;
        let mut faults = Vec::new();
        for row in &table.refused {
            assert!(
                !row.because.is_empty() && !row.section.is_empty(),
                "{:?} has no reason",
                row.rules
            );
            assert_eq!(row.right, Right::Checker, "a defect: {}", row.because);
            for (file, rule) in pairs(row) {
                let key = (rule.to_owned(), row.strictly);
                let found = self.found.get_mut(file);
                if !found.is_some_and(|found| found.remove(&key)) {
                    faults.push(format!("{file} is not refused for {key:?}"));
                }
            }
        }
        self.found.retain(|_, reasons| !reasons.is_empty());
        let strange = self.found.into_iter();
        faults
            .extend(strange.map(|(file, reasons)| format!("not in the table: {file} {reasons:?}")));
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        Ok(())
    }
}

fn pairs(row: &Row) -> impl Iterator<Item = (&str, &str)> {
    let files = row.files.iter();
    files.flat_map(|file| row.rules.iter().map(move |rule| (&**file, &**rule)))
}
