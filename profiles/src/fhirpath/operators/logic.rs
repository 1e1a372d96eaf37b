//! Boolean logic with three values (N1, Boolean logic).

use crate::fhirpath::Stop;
use crate::fhirpath::tree::Operator;

/// What a connective gives; the right side is looked at only where it matters.
pub(super) fn connect(
    operator: Operator,
    left: Option<bool>,
    right: impl FnOnce() -> Result<Option<bool>, Stop>,
) -> Result<Option<bool>, Stop> {
    Ok(match (operator, left) {
        (Operator::And, Some(false)) => Some(false),
        (Operator::Or, Some(true)) | (Operator::Implies, Some(false)) => Some(true),
        (Operator::And | Operator::Implies, Some(true)) | (Operator::Or, Some(false)) => right()?,
        (Operator::And, None) => right()?.filter(|right| !right),
        (Operator::Or | Operator::Implies, None) => right()?.filter(|right| *right),
        (_, None) => None,
        (_, Some(left)) => right()?.map(|right| left != right),
    })
}
