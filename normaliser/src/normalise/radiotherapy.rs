//! Courses of radiotherapy: doses, fractions, modality and time.
//!
//! A course's body site is the volume treated, not the tumour, and its reason code
//! is a billing code: both are kept as values and neither tells which tumour.

use caseway_proto::{CaseEvent, Noun, Value};

use super::act::Act;
use super::report::Report;
use super::value;
use crate::fhir::{Element, extension_value, extensions, mcode};
use crate::terms::procedure::Kind;

/// A fact for each course.
pub(super) fn read(report: &Report<'_, '_>) -> Vec<CaseEvent> {
    report
        .acts
        .iter()
        .filter(|act| act.kind == Some(Kind::Radiotherapy))
        .map(|Act { resource, .. }| {
            let day = value::start(resource, "performed");
            let rule = (Noun::Radiotherapy, "radiotherapy.course");
            report.event(rule, resource, day, values(resource))
        })
        .collect()
}

fn values(resource: &Element<'_>) -> Vec<Value> {
    let concept = "CodeableConcept";
    let mut values: Vec<_> = value::each(resource, ("code", concept), "procedure").collect();
    values.extend(value::choice(resource, "performed", "performed"));
    values.extend(value::intent(resource));
    values.extend(of_extension(
        resource,
        mcode!("radiotherapy-sessions"),
        "sessions",
    ));
    for part in extensions(resource, mcode!("radiotherapy-modality-and-technique")) {
        values.extend(of_extension(
            &part,
            mcode!("radiotherapy-modality"),
            "modality",
        ));
        values.extend(of_extension(
            &part,
            mcode!("radiotherapy-technique"),
            "technique",
        ));
    }
    for volume in extensions(resource, mcode!("radiotherapy-dose-delivered-to-volume")) {
        values.extend(of_extension(&volume, "totalDoseDelivered", "dose"));
        values.extend(of_extension(&volume, "fractionsDelivered", "fractions"));
    }
    values.extend(value::each(resource, ("bodySite", concept), "body_site"));
    values.extend(value::each(resource, ("reasonCode", concept), "reason"));
    values
}

fn of_extension(element: &Element<'_>, url: &str, name: &str) -> Option<Value> {
    let (kind, value) = extension_value(element, url)?;
    value::typed(kind, &value, name)
}
