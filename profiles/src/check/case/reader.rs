//! From a report to the views of its tumours.
//!
//! What is said of a tumour is said by its Condition, by what names it as `focus` or as
//! reason, and, where the report has one tumour only, by all else in it.

mod at;
mod person;
mod treatment;
mod tumour;

use serde_json::{Value, json};

pub(super) use at::At;

use crate::case_rules::CaseView;
use crate::check::variables::{Asking, is_primary, value_of};
use crate::read::Place;

/// The view of one tumour of a report.
pub(super) type View = CaseView<Place>;

/// The views of a report's primary tumours, in their order.
pub(super) fn views(asking: &Asking, tree: &Value) -> Vec<View> {
    let role = asking.condition_role();
    let tumours: Vec<At<'_>> = entries(tree)
        .filter(|entry| {
            let resource = &entry.value["resource"];
            resource["resourceType"] == "Condition" && is_primary(resource, &role)
        })
        .collect();
    let mut common = View::default();
    for entry in entries(tree) {
        person::read(&entry.child("resource"), &mut common);
    }
    let read = |tumour: &At<'_>| {
        let mut view = common.clone();
        tumour::read(&tumour.child("resource"), &mut view);
        let only = tumours.len() == 1;
        for entry in entries(tree) {
            let resource = entry.child("resource");
            match is_about(resource.value, tumour.value) {
                Some(false) => {}
                None if !only => {}
                _ => about(asking, &resource, &mut view),
            }
        }
        view.completed()
    };
    tumours.iter().map(read).collect()
}

pub(super) fn entries(tree: &Value) -> impl Iterator<Item = At<'_>> {
    At::root(tree).items("entry")
}

/// What a resource says of the tumour that it is about.
fn about(asking: &Asking, resource: &At<'_>, view: &mut View) {
    match resource.value["resourceType"].as_str() {
        Some("Observation") => observation(asking, resource, view),
        Some("Procedure") => treatment::read(resource, view),
        Some("Condition") => tumour::read_recurrence(resource, view),
        Some("Specimen") => {
            let collection = resource.child("collection");
            let collected =
                ["collectedDateTime", "collectedPeriod"].map(|key| collection.child(key));
            let [moment, period] = collected;
            for date in [moment, period.child("start")] {
                date.add_day(view, "sampled");
            }
        }
        _ => {}
    }
}

/// The answer to a variable, under the variable's id.
fn observation(asking: &Asking, observation: &At<'_>, view: &mut View) {
    let Some(id) = asking.id_of(observation.value) else {
        return;
    };
    let Some(value) = value_of(observation.value) else {
        return;
    };
    let plain = match value {
        Value::Object(concept) if concept.contains_key("coding") => &value["coding"][0]["code"],
        Value::Object(_) => &value["value"],
        one => one,
    };
    if !plain.is_null() {
        view.add(id, plain.clone(), observation.place.clone());
    }
}

/// Whether a resource names the tumour, or others only; `None` where it names none.
fn is_about(resource: &Value, tumour: &Value) -> Option<bool> {
    let id = &tumour["resource"]["id"];
    let names = [
        &tumour["fullUrl"],
        &json!(format!("Condition/{}", id.as_str()?)),
    ];
    let mut said = None;
    for key in ["focus", "reasonReference"] {
        for reference in resource[key].as_array().into_iter().flatten() {
            let this = names.contains(&&reference["reference"]);
            said = Some(said.unwrap_or(false) || this);
        }
    }
    said
}
