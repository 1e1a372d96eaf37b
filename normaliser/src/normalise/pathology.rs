//! A laboratory's findings: its reports, and results on specimens.

use caseway_proto::{CaseEvent, Noun, Value};

use super::report::Report;
use super::{observation, specimen, value};
use crate::fhir::{Element, codings, systems};

/// The category of pathology's reports.
const SECTION: (&str, &str) = ("http://terminology.hl7.org/CodeSystem/v2-0074", "PAT");

/// LOINC codes of pathology reports.
const REPORTS: [&str; 7] = [
    "11526-1", "22637-3", "22034-3", "33721-2", "60567-5", "48807-2", "27898-6",
];

/// A fact for each pathology report and each further result.
pub(super) fn read(report: &Report<'_, '_>) -> Vec<CaseEvent> {
    let mut events: Vec<_> = report
        .bundle
        .of_type("DiagnosticReport")
        .filter(|(_, resource)| is_pathology(resource) && !is_withdrawn(resource))
        .map(|(_, resource)| of_report(report, resource))
        .collect();
    events.extend(observation::events(
        report,
        Noun::Pathology,
        "pathology.observation",
    ));
    events
}

/// Whether a `DiagnosticReport` is a pathology laboratory's.
pub(super) fn is_pathology(resource: &Element<'_>) -> bool {
    let codes = |name| {
        let concepts = resource.each(name);
        concepts.flat_map(|concept| codings(&concept))
    };
    codes("category").any(|coding| (coding.system, coding.code) == SECTION)
        || codes("code")
            .any(|coding| coding.system == systems::LOINC && REPORTS.contains(&coding.code))
}

fn of_report<'a>(report: &Report<'_, 'a>, resource: &Element<'a>) -> CaseEvent {
    let concept = "CodeableConcept";
    let mut values: Vec<_> = value::each(resource, ("code", concept), "report").collect();
    values.extend(value::each(
        resource,
        ("conclusionCode", concept),
        "conclusion",
    ));
    values.extend(value::each(resource, ("issued", "Instant"), "issued"));
    let mut taken = None;
    for reference in resource.each("specimen") {
        let Some(specimen) = report.bundle.target(resource, &reference) else {
            continue;
        };
        taken = taken.or_else(|| value::start(&specimen.child("collection")?, "collected"));
        values.extend(of_specimen(&specimen));
    }
    let date = taken
        .or_else(|| value::start(resource, "effective"))
        .or_else(|| resource.text("issued"));
    let rule = (Noun::Pathology, "pathology.report");
    report.event(rule, resource, date, values)
}

fn of_specimen(specimen: &Element<'_>) -> Vec<Value> {
    let mut values = Vec::new();
    if let Some(number) = specimen::number(specimen) {
        values.push(value::text("specimen", &number, specimen));
    }
    if let Some(kind) = specimen.child("type") {
        values.extend(
            codings(&kind)
                .filter(|coding| coding.system.ends_with("/CodeSystem/specimen-kind"))
                .map(|coding| value::text("specimen_kind", coding.code, &kind)),
        );
    }
    if let Some(collection) = specimen.child("collection") {
        values.extend(value::choice(&collection, "collected", "collected"));
    }
    values
}

fn is_withdrawn(resource: &Element<'_>) -> bool {
    matches!(
        resource.text("status"),
        Some("entered-in-error" | "cancelled")
    )
}
