//! Case rules among what a Sender can be told.

use std::sync::Arc;

use caseway_proto::IssueCode;

use super::{Rule, Sentence};
use crate::case_rules::CaseRule;

/// The rule of a case rule.
pub(super) fn rule(case: &Arc<CaseRule>) -> Rule {
    Rule {
        id: case.id.clone(),
        severity: case.severity,
        code: IssueCode::BusinessRule,
        hl7: None,
        firm: false,
        means: case.means.clone(),
        sentences: vec![Sentence {
            en: case.en.clone(),
            nb: case.nb.clone(),
            hl7: None,
        }],
        example: None,
        no_example: None,
        case: Some(case.clone()),
    }
}
