//! Reading and compiling the case rules that come with the program.

use std::sync::Arc;

use caseway_proto::Severity;
use serde::Deserialize;

use super::{CaseRule, CaseRules, Compiled, Shows};
use crate::definitions::InstallError;
use crate::fhirpath::Expression;

/// The subjects.
const SUBJECTS: [(&str, &str); 6] = [
    ("patient", include_str!("../../case_rules/patient.toml")),
    ("codes", include_str!("../../case_rules/codes.toml")),
    ("basis", include_str!("../../case_rules/basis.toml")),
    ("grade", include_str!("../../case_rules/grade.toml")),
    ("stage", include_str!("../../case_rules/stage.toml")),
    ("treatment", include_str!("../../case_rules/treatment.toml")),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Subject {
    rule: Vec<CaseRule>,
}

impl CaseRules {
    /// The rules that come with the program.
    ///
    /// # Errors
    ///
    /// A file that is not as it must be, a rule without what it must have, or one that
    /// is not `FHIRPath`.
    pub fn builtin() -> Result<Self, InstallError> {
        let mut all: Vec<Compiled> = Vec::new();
        for (subject, text) in SUBJECTS {
            let read: Subject = toml::from_str(text).map_err(|source| InstallError::Rules {
                family: subject,
                source: Box::new(source),
            })?;
            for rule in read.rule {
                if all.iter().any(|other| other.rule.id == rule.id) {
                    return Err(refused(&rule, "its id stands there twice".to_owned()));
                }
                all.push(compiled(rule)?);
            }
        }
        Ok(Self(all))
    }
}

fn compiled(rule: CaseRule) -> Result<Compiled, InstallError> {
    if let Some(why) = fault(&rule) {
        return Err(refused(&rule, why.to_owned()));
    }
    let expression = |text: &str| {
        Expression::compile(text).map_err(|refusal| refused(&rule, refusal.to_string()))
    };
    let when = rule.when.as_deref().map(expression).transpose()?;
    let check = expression(&rule.check)?;
    Ok(Compiled {
        rule: Arc::new(rule),
        when,
        check,
    })
}

/// What a rule lacks or has too much.
fn fault(rule: &CaseRule) -> Option<&'static str> {
    let shown = |wanted: Shows| rule.examples.iter().any(|example| example.shows == wanted);
    let all = [Shows::Passing, Shows::Failing, Shows::Boundary];
    let warning = rule.severity == Severity::Warning;
    let boundary_says = rule
        .examples
        .iter()
        .all(|example| (example.shows == Shows::Boundary) == example.holds.is_some());
    let tests = [
        (rule.id.starts_with("case-"), "its id must begin with case-"),
        (
            warning || rule.severity == Severity::Error,
            "it must be an error or a warning",
        ),
        (
            all.into_iter().all(shown),
            "it needs a passing, a failing and a boundary example",
        ),
        (
            boundary_says,
            "a boundary says what holds, and no other does",
        ),
    ];
    tests
        .into_iter()
        .find_map(|(holds, why)| (!holds).then_some(why))
}

fn refused(rule: &CaseRule, why: String) -> InstallError {
    InstallError::CaseRule {
        id: rule.id.clone(),
        why,
    }
}
