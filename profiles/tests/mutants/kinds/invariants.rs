//! Constraints that R4 and its types set.

use serde_json::json;

use super::Kind;
use crate::report::at;

pub(super) const KINDS: &[Kind] = &[
    ("a narrative that says nothing", |report, _| {
        let index = report.find("Observation")?;
        report.resource(index)["text"] = json!({
            "status": "generated",
            "div": "<div xmlns=\"http://www.w3.org/1999/xhtml\"> </div>",
        });
        Some(("txt-2", at(index, "text.div")))
    }),
    ("an extension with a value and extensions", |report, _| {
        let index = report.find("Observation")?;
        report.resource(index)["extension"] = json!([{
            "url": "https://a.example/one",
            "valueString": "a",
            "extension": [{ "url": "two", "valueString": "b" }],
        }]);
        Some(("ext-1", at(index, "extension[0]")))
    }),
    ("a period that ends before it starts", |report, _| {
        let index = report.find("Patient")?;
        report.resource(index)["identifier"][0]["period"] =
            json!({ "start": "2020-02-01", "end": "2020-01-01" });
        Some(("per-1", at(index, "identifier[0].period")))
    }),
    ("a value and a reason for its absence", |report, _| {
        let index = report.find_where("Observation", |it| it["valueBoolean"].is_boolean())?;
        report.resource(index)["dataAbsentReason"] = json!({ "coding": [{
            "system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": "unknown",
        }] });
        Some(("obs-6", at(index, "")))
    }),
    ("a unit's code without its system", |report, _| {
        let index = report.find_where("Observation", |it| it["valueQuantity"].is_object())?;
        let quantity = report.resource(index)["valueQuantity"].as_object_mut()?;
        quantity.remove("system")?;
        Some(("qty-3", at(index, "value.ofType(Quantity)")))
    }),
    ("a contained resource that nobody names", |report, _| {
        let index = report.find("Observation")?;
        report.resource(index)["contained"] = json!([{ "resourceType": "Device", "id": "alone" }]);
        Some(("dom-3", at(index, "")))
    }),
    ("an element with nothing in it", |report, _| {
        let index = report.find("Observation")?;
        report.resource(index)["method"] = json!({});
        Some(("ele-1", at(index, "method")))
    }),
    (
        "a section with an absence reason and entries",
        |report, _| {
            report.resource(0)["section"][0]["emptyReason"] = json!({ "text": "none" });
            Some(("cmp-2", at(0, "section[0]")))
        },
    ),
];
