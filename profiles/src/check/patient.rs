//! The patient's identity numbers.
//!
//! Relies on `identity` for what a number is. No finding says a digit of a number.

use caseway_proto::IssueCode;
use jiff::Timestamp;
use serde_json::Value;

use super::Ask;
use crate::identity::{self, Kind, NATIONAL};
use crate::read::{Finding, Findings, Part, Place};

/// When numbers of the new kind are given out first: 1 January 2032.
const RULE_2032: i64 = 1_956_528_000;

/// Checks the identity numbers of the Patients of a report; `own` is whether the
/// Registry has a table, which wants every patient named.
pub(super) fn check(tree: &Value, own: bool, ask: &Ask<'_>, findings: &mut Findings) {
    for (index, resource) in super::head::resources(tree).enumerate() {
        if resource["resourceType"] != "Patient" {
            continue;
        }
        let place: Place = vec!["entry".into(), index.into(), "resource".into()];
        if own && identity::of_patient(resource).is_none() {
            let message = "The patient has no identity number. Add one with its system.";
            let finding = Finding::error("identity-missing", IssueCode::Required, message);
            findings.add(finding.at(place.clone()));
        }
        let identifiers = resource["identifier"].as_array().into_iter().flatten();
        for (at, identifier) in identifiers.enumerate() {
            let place = [
                place.clone(),
                vec!["identifier".into(), at.into(), Part::from("value")],
            ];
            if let Some(finding) = national(identifier, ask).or_else(|| disguised(identifier)) {
                findings.add(finding.at(place.concat()));
            }
        }
    }
}

fn national(identifier: &Value, ask: &Ask<'_>) -> Option<Finding> {
    let system = identifier["system"]
        .as_str()
        .filter(|system| NATIONAL.contains(system))?;
    let number = identifier["value"].as_str()?;
    let error = |rule, message: &str| Some(Finding::error(rule, IssueCode::BusinessRule, message));
    if number.len() != 11 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return error(
            "identity-form",
            "An identity number has eleven digits and nothing else. Correct it.",
        );
    }
    let new_rule = ask.received_at >= Timestamp::from_second(RULE_2032).unwrap_or(Timestamp::MAX);
    let Some(number) = identity::parse(number).filter(|number| new_rule || !number.rule_2032)
    else {
        return error(
            "identity-check-digit",
            "The identity number cannot be right: its check digits or its date do not fit. Look it up again.",
        );
    };
    if number.synthetic && !ask.allow_synthetic {
        return error(
            "identity-synthetic",
            "The identity number belongs to a synthetic person, which is not accepted here. Send real reports only.",
        );
    }
    let fits = match number.kind {
        Kind::Birth | Kind::LocalHelpOrDolly => system == NATIONAL[0],
        Kind::D => system == NATIONAL[1],
        Kind::SharedHelp => system == NATIONAL[2],
    };
    let message =
        "The identity number is of another kind than its system says. Use the system of its kind.";
    (!fits).then(|| Finding::warning("identity-system", IssueCode::BusinessRule, message))
}

/// A national number under a system that is none of theirs: it would be another person's.
fn disguised(identifier: &Value) -> Option<Finding> {
    let (system, number) = (
        identifier["system"].as_str()?,
        identifier["value"].as_str()?,
    );
    let is_national = !NATIONAL.contains(&system) && identity::parse(number).is_some();
    let message = format!(
        "The number is built like a national identity number, and its system is none that those have, \
         so it is taken for a local one. If it is national, use {}.",
        NATIONAL.join(", ")
    );
    is_national
        .then(|| Finding::warning("identity-system-unknown", IssueCode::BusinessRule, message))
}
