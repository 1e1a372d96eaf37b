//! The check of one body: scan, tree, structure, walk, the Registry's own rules.
//!
//! Pure: the same bytes, the same definitions and the same moment give the same
//! answer. Behind the reader nothing knows whether the body was JSON or XML.

mod asked;
mod bundle;
mod case;
mod dates;
pub(crate) mod describe;
mod form;
mod head;
pub(crate) mod invariants;
mod limits;
mod narrative;
mod patient;
mod route;
pub(crate) mod structure;
mod told;
mod values;
mod variables;
mod walk;
mod wanted;

#[cfg(test)]
mod tests;

use caseway_proto::{Issue, ReportHead, Severity};
pub use describe::nearest;
use serde_json::Value;

pub use asked::{Ask, STRICT};
pub(crate) use structure::Schemas;
pub(crate) use variables::{Asking, Questions};

use crate::catalogue::Catalogue;
use crate::fhirpath::Budget;
use crate::read::{Findings, read};
use walk::Effort;

/// What became of the check of one body.
#[derive(Debug)]
pub struct Checked {
    /// What was found, in the order it was looked for.
    pub issues: Vec<Issue>,
    /// What the envelope says; there whenever the body could be read as a Bundle.
    pub head: Option<ReportHead>,
}

impl Checked {
    /// Whether the report is refused.
    #[must_use]
    pub fn rejects(&self) -> bool {
        self.issues.iter().any(|issue| issue.severity.rejects())
    }

    /// Whether the body is not FHIR at all.
    #[must_use]
    pub fn fatal(&self) -> bool {
        self.issues
            .iter()
            .any(|issue| issue.severity == Severity::Fatal)
    }
}

/// Checks a body.
pub(crate) fn check(catalogue: &Catalogue, body: &[u8], ask: &Ask<'_>) -> Checked {
    let efforts = (Budget::of_body(body.len()), Effort::of_body(body.len()));
    check_within(catalogue, body, ask, &efforts)
}

/// Checks a body in no more steps than these.
fn check_within(
    catalogue: &Catalogue,
    body: &[u8],
    ask: &Ask<'_>,
    efforts: &(Budget, Effort),
) -> Checked {
    let mut findings = Findings::new(catalogue.settings.issues_max);
    let limits = &catalogue.settings.limits;
    let sent = (body, ask.syntax);
    let tree = match read(&catalogue.library, sent, limits, &mut findings) {
        Ok(tree) => tree,
        Err(issue) => {
            return Checked {
                issues: vec![*issue],
                head: None,
            };
        }
    };
    let route = route::route(catalogue, &tree, ask, &mut findings);
    let head = head::head(&tree, route.as_ref());
    if let Some(route) = &route {
        examine(catalogue, &tree, (route, ask, efforts), &mut findings);
    }
    if route.is_some_and(|route| route.registry.is_none()) {
        findings.refuse(ask.refuse);
    }
    Checked {
        issues: told::issues(&catalogue.library, sent, &tree, findings),
        head,
    }
}

/// Everything that is looked at once it is known what the body is checked against.
fn examine(
    catalogue: &Catalogue,
    tree: &Value,
    (route, ask, (budget, effort)): (&route::Route<'_>, &Ask<'_>, &(Budget, Effort)),
    findings: &mut Findings,
) {
    structure::check(&catalogue.library, tree, findings);
    let bundle = bundle::Index::of(tree);
    let scene = walk::Scene {
        library: &catalogue.library,
        questions: &catalogue.questions,
        bundle: &bundle,
        domains: &catalogue.settings.extension_domains,
        latest: route.registry.map(|_| ask.received_at),
        now: ask.received_at,
        budget,
        effort,
        asked_within: 0,
    };
    bundle::check(&catalogue.library, tree, &bundle, findings);
    walk::report(scene, tree, &route.plan, findings);
    if let Some(registry) = route.registry {
        if let Some(kind) = registry
            .kinds
            .iter()
            .find(|kind| kind.code.as_ref() == route.kind)
        {
            form::check(kind, tree, findings);
        }
        patient::check(tree, registry.table, ask, findings);
        variables::check(&catalogue.questions, registry, tree, findings);
        let judge = case::Judge {
            rules: &catalogue.case_rules,
            library: &catalogue.library,
            questions: &catalogue.questions,
        };
        case::check(judge, registry, tree, findings);
    }
}
