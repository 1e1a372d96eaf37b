//! Values that are not written as their type is.

use serde_json::json;

use super::Kind;
use crate::report::at;

pub(super) const KINDS: &[Kind] = &[
    ("a month that is none", |report, _| {
        let index = report.find("Patient")?;
        report.resource(index)["birthDate"] = json!("1963-13-01");
        Some(("value-format", at(index, "birthDate")))
    }),
    ("a day that is none", |report, _| {
        let index = report.find("Patient")?;
        report.resource(index)["birthDate"] = json!("1963-02-29");
        Some(("value-format", at(index, "birthDate")))
    }),
    ("a time without a zone", |report, _| {
        let index = report.find_where("Observation", |it| it["effectiveDateTime"].is_string())?;
        report.resource(index)["effectiveDateTime"] = json!("2020-01-20T10:00:00");
        Some(("value-format", at(index, "effective.ofType(dateTime)")))
    }),
    ("a day for an instant", |report, _| {
        report.tree["timestamp"] = json!("2020-01-20");
        Some(("value-format", "Bundle.timestamp".to_owned()))
    }),
    ("a system with a space", |report, _| {
        let index = report.find("Observation")?;
        report.resource(index)["code"]["coding"][0]["system"] = json!("http://a b");
        Some(("value-format", at(index, "code.coding[0].system")))
    }),
    ("an id with a space", |report, _| {
        let index = report.find("Observation")?;
        report.resource(index)["id"] = json!("a b");
        Some(("value-format", at(index, "id")))
    }),
    ("a code with spaces around", |report, _| {
        let index = report.find("Observation")?;
        report.resource(index)["status"] = json!(" final ");
        Some(("value-format", at(index, "status")))
    }),
    ("an empty string", |report, _| {
        report.resource(0)["title"] = json!("");
        Some(("value-format", at(0, "title")))
    }),
    ("a fraction for an integer", |report, _| {
        let index = report.find_where("Observation", |it| it["valueInteger"].is_number())?;
        report.resource(index)["valueInteger"] = json!(1.5);
        Some(("value-format", at(index, "value.ofType(integer)")))
    }),
    ("a report from the future", |report, _| {
        report.resource(0)["date"] = json!("2199-01-01T10:00:00Z");
        Some(("date-in-future", at(0, "date")))
    }),
    ("a finding from the future", |report, _| {
        let index = report.find_where("Observation", |it| it["effectiveDateTime"].is_string())?;
        report.resource(index)["effectiveDateTime"] = json!("2199-01-01");
        Some(("date-in-future", at(index, "effective.ofType(dateTime)")))
    }),
];
