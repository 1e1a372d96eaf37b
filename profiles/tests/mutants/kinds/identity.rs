//! Identity numbers that cannot be.

use serde_json::json;

use super::Kind;
use crate::report::at;

pub(super) const KINDS: &[Kind] = &[
    ("a wrong check digit", |report, _| {
        let index = report.find("Patient")?;
        let value = &mut report.resource(index)["identifier"][0]["value"];
        let number = value.as_str()?;
        let (head, last) = number.split_at(number.len() - 1);
        let other = (last.parse::<u32>().ok()? + 1) % 10;
        *value = json!(format!("{head}{other}"));
        Some(("identity-check-digit", at(index, "identifier[0].value")))
    }),
    ("a number too short", |report, _| {
        let index = report.find("Patient")?;
        report.resource(index)["identifier"][0]["value"] = json!("0102");
        Some(("identity-form", at(index, "identifier[0].value")))
    }),
    ("letters in a number", |report, _| {
        let index = report.find("Patient")?;
        report.resource(index)["identifier"][0]["value"] = json!("0102030405A");
        Some(("identity-form", at(index, "identifier[0].value")))
    }),
];
