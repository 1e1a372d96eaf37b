//! Whether the form that a report was written on was taken on the day it is dated.
//!
//! A day that a report does not say whole is held against nothing.

use caseway_proto::IssueCode;
use jiff::civil::Date;
use serde_json::Value;

use super::head;
use crate::catalogue::RegistryKind;
use crate::read::{Finding, Findings, Part};

/// Tells where it was not.
pub(super) fn check(kind: &RegistryKind, tree: &Value, findings: &mut Findings) {
    let Ok(day) = head::day(tree).parse::<Date>() else {
        return;
    };
    let (from, to) = kind.taken;
    if from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to) {
        return;
    }
    let dates = match (from, to) {
        (from, Some(to)) => format!(
            "{} – {to}",
            from.map(|day| day.to_string()).unwrap_or_default()
        ),
        (from, None) => format!("{} –", from.map(|day| day.to_string()).unwrap_or_default()),
    };
    let message = format!(
        "Reports of this kind are taken when they are dated {dates}. Check the date, or send the form that held on that day."
    );
    let finding = Finding::error("form-closed", IssueCode::BusinessRule, message);
    let at = head::resources(tree).position(|resource| resource["resourceType"] == "Composition");
    let place = at.map(|index| {
        let parts: [Part; 4] = [
            "entry".into(),
            index.into(),
            "resource".into(),
            "date".into(),
        ];
        parts.to_vec()
    });
    findings.add(finding.at(place.unwrap_or_default()));
}
