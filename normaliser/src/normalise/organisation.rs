//! The organisations behind a Report: who wrote it, and who asked the laboratory.

use super::report::Report;
use crate::fhir::{Element, systems};

/// The organisation number of the Composition's author.
pub(super) fn author(report: &Report<'_, '_>) -> Option<String> {
    let (_, composition) = report.bundle.of_type("Composition").next()?;
    numbers(report, composition, "author").next()
}

/// The organisation number of who asked for the examination.
pub(super) fn requester(report: &Report<'_, '_>) -> Option<String> {
    report
        .bundle
        .of_type("DiagnosticReport")
        .flat_map(|(_, resource)| {
            resource
                .each("basedOn")
                .filter_map(move |reference| report.bundle.target(resource, &reference))
        })
        .find_map(|request| numbers(report, &request, "requester").next())
}

/// The numbers of the organisations that a resource refers to by an element.
fn numbers<'a>(
    report: &Report<'_, 'a>,
    resource: &Element<'a>,
    name: &'static str,
) -> impl Iterator<Item = String> {
    resource.each(name).filter_map(|reference| {
        let target = report.bundle.target(resource, &reference)?;
        let organisation = match target.text("resourceType")? {
            "PractitionerRole" => {
                let reference = target.child("organization")?;
                report.bundle.target(&target, &reference)?
            }
            _ => target,
        };
        number(&organisation)
    })
}

fn number(organisation: &Element<'_>) -> Option<String> {
    organisation
        .each("identifier")
        .find(|identifier| identifier.text("system") == Some(systems::ORGANISATION))
        .and_then(|identifier| identifier.text("value"))
        .map(str::to_owned)
}
