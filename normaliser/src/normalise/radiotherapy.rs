//! Courses of radiotherapy: doses, fractions, modality and time.
//!
//! A course's body site is the volume treated, not the tumour, and its reason code
//! is a billing code: both are kept as values and neither tells which tumour.

use caseway_proto::{CaseEvent, Noun, Value};

use super::report::Report;
use super::{surgery, value};
use crate::fhir::{Element, extension_value, extensions, systems};
use crate::terms::procedure::Kind;

/// A fact for each course.
pub(super) fn read(report: &Report<'_, '_>) -> Vec<CaseEvent> {
    surgery::procedures(report)
        .filter(|resource| surgery::kind(report, resource) == Some(Kind::Radiotherapy))
        .map(|resource| {
            let day = value::start(resource, "performed");
            let rule = (Noun::Radiotherapy, "radiotherapy.course");
            report.event(rule, resource, day, values(resource))
        })
        .collect()
}

/// Whether a Procedure says of sessions or doses of radiation.
pub(super) fn is_course(resource: &Element<'_>) -> bool {
    let start = url("radiotherapy-");
    resource.each("extension").iter().any(|extension| {
        extension
            .text("url")
            .is_some_and(|url| url.starts_with(&start))
    })
}

fn values(resource: &Element<'_>) -> Vec<Value> {
    let concept = "CodeableConcept";
    let mut values = value::each(resource, ("code", concept), "procedure");
    values.extend(value::choice(resource, "performed", "performed"));
    values.extend(value::intent(resource));
    values.extend(of_extension(
        resource,
        &url("radiotherapy-sessions"),
        "sessions",
    ));
    for part in extensions(resource, &url("radiotherapy-modality-and-technique")) {
        values.extend(of_extension(
            &part,
            &url("radiotherapy-modality"),
            "modality",
        ));
        values.extend(of_extension(
            &part,
            &url("radiotherapy-technique"),
            "technique",
        ));
    }
    for volume in extensions(resource, &url("radiotherapy-dose-delivered-to-volume")) {
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

fn url(name: &str) -> String {
    format!("{}{name}", systems::MCODE)
}
