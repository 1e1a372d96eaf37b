//! Constraints, read into the invariants that are run.

use std::sync::Arc;

use serde_json::Value;

use super::amended::{self, Instead};
use super::{CORE, element};
use crate::check::invariants;
use crate::definitions::InstallError;
use crate::fhirpath::Expression;
use crate::plan::{Rule, Run};

/// The invariant of a constraint, which stands on an element of the profile of that URL;
/// none where it is looked after elsewhere or says nothing that can be run.
pub(super) fn rule(
    constraint: &Value,
    url: &str,
    element: &Value,
) -> Result<Option<Rule>, InstallError> {
    let text = |key: &str| constraint[key].as_str().unwrap_or_default();
    // R4, ElementDefinition.constraint: both are 1..1.
    for lacks in ["key", "human"] {
        if text(lacks).is_empty() {
            return Err(InstallError::ConstraintNameless {
                profile: url.to_owned(),
                element: element::id_of(element),
                lacks,
            });
        }
    }
    let key = text("key");
    let source = text("source");
    let core = (url.starts_with(CORE) && source.is_empty()) || source.starts_with(CORE);
    let check = core.then(|| invariants::find(key)).flatten();
    let instead = core.then(|| amended::instead(text("expression"))).flatten();
    let written = match (check, instead) {
        (None, Some(Instead::Nothing)) => return Ok(None),
        (_, Some(Instead::Expression(instead))) => instead,
        _ => text("expression"),
    };
    let run = match check {
        Some(check) => Run::Check(check),
        None if written.is_empty() => return Ok(None),
        None => {
            let compiled = Expression::compile(written);
            let compiled = compiled.map_err(|source| InstallError::Constraint {
                profile: url.to_owned(),
                element: element::id_of(element),
                key: key.to_owned(),
                source,
            });
            Run::Expression(Arc::new(compiled?))
        }
    };
    Ok(Some(Rule {
        key: key.into(),
        rejects: constraint["severity"] != "warning",
        human: text("human").trim_end_matches('.').into(),
        run,
    }))
}

/// Looks at all constraints of a definition, and says of the first that cannot be run why.
pub(crate) fn verify(definition: &Value) -> Result<(), InstallError> {
    let url = definition["url"].as_str().unwrap_or_default();
    for form in ["snapshot", "differential"] {
        for element in definition[form]["element"].as_array().into_iter().flatten() {
            for constraint in element["constraint"].as_array().into_iter().flatten() {
                rule(constraint, url, element)?;
            }
        }
    }
    Ok(())
}
