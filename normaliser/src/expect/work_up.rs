//! Rule `pathology-without-work-up`: a tumour that a laboratory has found needs the
//! clinic's work-up report.
//!
//! Source: the Cancer Registry's reminders; the unit that asked the laboratory owes it,
//! two months after the specimen was taken (Kreftregisterforskriften).

use caseway_proto::Noun;

use super::{Debt, debt, has, laboratory};
use crate::link::Group;

/// What the tumour owes.
pub(super) fn owed(group: &Group<'_>) -> Option<Debt> {
    if has(group, "work-up") {
        return None;
    }
    let facts = laboratory(group);
    let cause = facts
        .iter()
        .find(|placed| placed.event.noun == Noun::Pathology);
    let cause = cause.or_else(|| facts.first())?;
    Some(debt(group, *cause, "work-up", "pathology-without-work-up"))
}
