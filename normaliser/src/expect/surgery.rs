//! Rule `resection-without-surgery`: what a laboratory got from an operation needs the
//! operating unit's report.
//!
//! Source: the Cancer Registry's reminders; due two months after the operation. The
//! unit that sent the specimen is the one that operated.

use caseway_proto::{Datum, Noun};

use super::{Debt, debt, has, laboratory};
use crate::consolidate::specimen_kind;
use crate::link::{Group, Placed};

/// What the tumour owes.
pub(super) fn owed(group: &Group<'_>) -> Option<Debt> {
    if has(group, "surgery") {
        return None;
    }
    let cause = laboratory(group).into_iter().find(tells_operation)?;
    Some(debt(group, cause, "surgery", "resection-without-surgery"))
}

fn tells_operation(placed: &Placed<'_>) -> bool {
    let excision = Datum::Text("excision".to_owned());
    specimen_kind(placed.event) == Some("resection")
        || placed.event.noun == Noun::Surgery
            && placed
                .event
                .value("kind")
                .is_some_and(|kind| kind.datum == excision)
}
