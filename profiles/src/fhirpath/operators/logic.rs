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
        (Operator::And, Some(true)) => right()?,
        (Operator::And, None) => right()?.filter(|right| !right),
        (Operator::Or, Some(true)) => Some(true),
        (Operator::Or, Some(false)) => right()?,
        (Operator::Or, None) => right()?.filter(|right| *right),
        (Operator::Implies, Some(false)) => Some(true),
        (Operator::Implies, Some(true)) => right()?,
        (Operator::Implies, None) => right()?.filter(|right| *right),
        (_, None) => None,
        (_, Some(left)) => right()?.map(|right| left != right),
    })
}
