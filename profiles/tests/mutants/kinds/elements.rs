//! Elements that do not exist, are missing, are too many, or have the wrong JSON type.

use serde_json::{Value, json};

use super::Kind;
use crate::report::{Expected, Report, at};

pub(super) const KINDS: &[Kind] = &[
    ("a misspelt element", |report, _| {
        let index = report.find("Observation")?;
        let observation = report.resource(index).as_object_mut()?;
        let status = observation.remove("status")?;
        observation.insert("statsu".to_owned(), status);
        Some(("element-unknown", at(index, "statsu")))
    }),
    ("a string for a number", |report, _| {
        let index = report.find_where("Observation", |it| it["valueQuantity"].is_object())?;
        let quantity = &mut report.resource(index)["valueQuantity"];
        quantity["value"] = json!(quantity["value"].to_string());
        Some(("type-wrong", at(index, "value.ofType(Quantity).value")))
    }),
    ("a number for a string", |report, _| {
        report.resource(0)["title"] = json!(5);
        Some(("type-wrong", at(0, "title")))
    }),
    ("a string for a boolean", |report, _| {
        let index = report.find_where("Observation", |it| it["valueBoolean"].is_boolean())?;
        let value = &mut report.resource(index)["valueBoolean"];
        *value = json!(value.to_string());
        Some(("type-wrong", at(index, "value.ofType(boolean)")))
    }),
    ("a string for an object", |report, _| {
        let index = report.find("Observation")?;
        report.resource(index)["code"] = json!("code");
        Some(("type-wrong", at(index, "code")))
    }),
    ("an array for one value", |report, _| {
        let index = report.find("Observation")?;
        let status = &mut report.resource(index)["status"];
        *status = json!([status.take()]);
        Some(("array-unexpected", at(index, "status")))
    }),
    ("one value for an array", |report, _| {
        let author = &mut report.resource(0)["author"];
        *author = author[0].take();
        Some(("array-expected", at(0, "author")))
    }),
    ("a null", |report, _| {
        report.resource(0)["title"] = Value::Null;
        Some(("value-null", at(0, "title")))
    }),
    ("an empty array", |report, _| {
        let index = report.find("Observation")?;
        report.resource(index)["note"] = json!([]);
        Some(("array-empty", at(index, "note")))
    }),
    ("two of a choice", |report, _| {
        let index = report.find_where("Observation", |it| it["valueBoolean"].is_boolean())?;
        report.resource(index)["valueString"] = json!("yes");
        Some(("choice-more-than-one", at(index, "")))
    }),
    ("a type that the choice has not", |report, _| {
        let index = report.find_where("Observation", |it| it["valueBoolean"].is_boolean())?;
        let observation = report.resource(index).as_object_mut()?;
        let value = observation.remove("valueBoolean")?;
        observation.insert("valueDecimal".to_owned(), value);
        Some(("element-unknown", at(index, "valueDecimal")))
    }),
    ("a resource type that is none", |report, _| {
        let index = report.find("Observation")?;
        report.resource(index)["resourceType"] = json!("Observatoin");
        Some(("resource-type-unknown", at(index, "")))
    }),
    ("no resource type", |report, _| {
        let index = report.find("Observation")?;
        report
            .resource(index)
            .as_object_mut()?
            .remove("resourceType")?;
        Some(("resource-type-missing", at(index, "")))
    }),
    ("no status", |report, _| {
        missing(report, "Observation", "status")
    }),
    ("no code", |report, _| {
        missing(report, "Observation", "code")
    }),
    ("no subject", |report, _| {
        missing(report, "Observation", "subject")
    }),
    ("no gender", |report, _| {
        missing(report, "Patient", "gender")
    }),
    ("no title", |report, _| {
        missing(report, "Composition", "title")
    }),
    ("no date", |report, _| {
        missing(report, "Composition", "date")
    }),
    ("no identifier of the report", |report, _| {
        missing(report, "Composition", "identifier")
    }),
    ("no subject of the diagnosis", |report, _| {
        missing(report, "Condition", "subject")
    }),
    ("two tumours for one answer", |report, _| {
        let index = report.find_where("Observation", |it| it["focus"].is_array())?;
        let focus = report.resource(index)["focus"].as_array_mut()?;
        focus.push(focus.first()?.clone());
        Some(("element-too-many", at(index, "focus")))
    }),
];

fn missing(report: &mut Report, kind: &str, element: &str) -> Option<Expected> {
    let index = report.find(kind)?;
    report.resource(index).as_object_mut()?.remove(element)?;
    Some(("element-missing", at(index, "")))
}
