//! What a Sender confirms: rules that its report breaks knowingly, each with a reason.
//!
//! Said in extensions of the Composition, `rule-override`: the rule's override code and
//! why it is so. The reason is the Sender's own and is repeated nowhere.

use caseway_proto::IssueCode;
use serde_json::Value;

use super::reader::{At, entries};
use crate::case_rules::{CaseRule, CaseRules};
use crate::read::{Finding, Place};

const URL: &str = "/StructureDefinition/rule-override";

/// The confirmations of a report.
pub(super) struct Overridden<'a>(Vec<Said<'a>>);

struct Said<'a> {
    code: &'a str,
    reasoned: bool,
    place: Place,
}

impl<'a> Overridden<'a> {
    /// Reads them.
    pub(super) fn of(tree: &'a Value) -> Self {
        let resources = entries(tree).map(|entry| entry.child("resource"));
        let compositions = resources.filter(|each| each.value["resourceType"] == "Composition");
        Self(
            compositions
                .flat_map(|each| of_composition(&each))
                .collect(),
        )
    }

    /// Whether a rule's finding is confirmed.
    pub(super) fn confirms(&self, rule: &CaseRule) -> bool {
        let code = rule.override_code();
        let mut said = self.0.iter();
        said.any(|said| said.reasoned && Some(said.code) == code)
    }

    /// What is wrong with the confirmations themselves.
    pub(super) fn unmatched(&self, rules: &CaseRules) -> Vec<Finding> {
        let found = self.0.iter().filter_map(|said| {
            let known = rules
                .iter()
                .any(|rule| rule.override_code() == Some(said.code));
            let finding = if !known {
                Finding::error(
                    "override-unknown",
                    IssueCode::NotFound,
                    "No rule can be confirmed with this code. Use the code that the finding names.",
                )
            } else if said.reasoned {
                return None;
            } else {
                Finding::error(
                    "override-without-reason",
                    IssueCode::Required,
                    "The confirmation says no reason. Add why it is so.",
                )
            };
            Some(finding.at(said.place.clone()))
        });
        found.collect()
    }
}

fn of_composition<'a>(composition: &At<'a>) -> Vec<Said<'a>> {
    let extensions = composition.items("extension").filter(|extension| {
        let url = extension.value["url"].as_str();
        url.is_some_and(|url| url.ends_with(URL))
    });
    let said = |extension: At<'a>| {
        let part = |url: &str| extension.extension(url).map(|part| part.value);
        let reason = part("reason").and_then(|part| part["valueString"].as_str());
        Said {
            code: part("rule")
                .and_then(|part| part["valueCode"].as_str())
                .unwrap_or_default(),
            reasoned: reason.is_some_and(|reason| !reason.trim().is_empty()),
            place: extension.place,
        }
    };
    extensions.map(said).collect()
}
