//! Envelopes that R4's section on Bundle does not allow.

use serde_json::json;

use super::Kind;
use crate::report::Expected;

pub(super) const KINDS: &[Kind] = &[
    ("two entries of one address", |report, _| {
        let url = report.tree["entry"][1]["fullUrl"].clone();
        let entries = report.tree["entry"].as_array_mut()?;
        let last = entries.last().cloned()?;
        entries.push(last);
        let index = entries.len() - 1;
        entries[index]["fullUrl"] = url;
        whole("bdl-7")
    }),
    ("no identifier", |report, _| {
        report.tree.as_object_mut()?.remove("identifier")?;
        whole("bdl-9")
    }),
    ("no timestamp", |report, _| {
        report.tree.as_object_mut()?.remove("timestamp")?;
        whole("bdl-10")
    }),
    (
        "a document without its Composition at the front",
        |report, _| {
            report.tree["entry"].as_array_mut()?.swap(0, 1);
            whole("bdl-11")
        },
    ),
    ("a total in a document", |report, _| {
        report.tree["total"] = json!(3);
        whole("bdl-1")
    }),
    ("a request in a document", |report, _| {
        report.tree["entry"][1]["request"] = json!({ "method": "PUT", "url": "Patient/1" });
        whole("bdl-3")
    }),
    ("a version in an address", |report, _| {
        report.tree["entry"][1]["fullUrl"] = json!("https://a.example/Patient/1/_history/2");
        Some(("bdl-8", "Bundle.entry[1]".to_owned()))
    }),
    ("a profile that nobody knows", |report, _| {
        report.tree["meta"]["profile"] = json!(["https://a.example/StructureDefinition/none"]);
        Some(("profile-unknown", "Bundle.meta.profile".to_owned()))
    }),
    ("no profile", |report, _| {
        report.tree.as_object_mut()?.remove("meta")?;
        Some(("profile-missing", "Bundle.meta.profile".to_owned()))
    }),
    ("another Bundle type", |report, _| {
        report.tree["type"] = json!("searchset");
        Some(("value-fixed", "Bundle.type".to_owned()))
    }),
    ("no Bundle", |report, _| {
        report.tree = report.resource(1).take();
        Some(("not-a-bundle", "Patient".to_owned()))
    }),
];

#[expect(clippy::unnecessary_wraps, reason = "the end of a chain of options")]
fn whole(rule: &'static str) -> Option<Expected> {
    Some((rule, "Bundle".to_owned()))
}
