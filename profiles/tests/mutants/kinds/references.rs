//! References to nothing and to the wrong thing.

use serde_json::json;

use super::Kind;
use crate::report::at;

pub(super) const KINDS: &[Kind] = &[
    ("a subject that is not there", |report, _| {
        let index = report.find("Observation")?;
        report.resource(index)["subject"]["reference"] =
            json!("urn:uuid:00000000-0000-4000-8000-000000000000");
        Some(("reference-unresolved", at(index, "subject.reference")))
    }),
    ("a tumour that is not there", |report, _| {
        let index = report.find_where("Observation", |it| it["focus"].is_array())?;
        report.resource(index)["focus"][0]["reference"] =
            json!("urn:uuid:00000000-0000-4000-8000-000000000000");
        Some(("reference-unresolved", at(index, "focus[0].reference")))
    }),
    ("a subject that is a hospital", |report, _| {
        let hospital = report.find("Organization")?;
        let url = report.tree["entry"][hospital]["fullUrl"].clone();
        let index = report.find("Observation")?;
        report.resource(index)["subject"]["reference"] = url;
        Some(("reference-type-wrong", at(index, "subject.reference")))
    }),
    ("a contained resource that is not there", |report, _| {
        let index = report.find("Observation")?;
        report.resource(index)["subject"]["reference"] = json!("#nobody");
        Some(("ref-1", at(index, "subject")))
    }),
];
