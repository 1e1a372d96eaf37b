//! Chemotherapy, endocrine, targeted and immune therapy: what was given, stated or
//! ordered.
//!
//! An order counts as therapy: foreign reports often carry nothing else. `source`
//! tells which resource a fact was read from.

use caseway_proto::{CaseEvent, Noun, Value};

use super::report::Report;
use super::value;
use crate::fhir::{Element, codings, text};
use crate::terms::treatment;

/// The resources, and the element that tells when.
const SOURCES: [(&str, &str); 3] = [
    ("MedicationAdministration", "effective"),
    ("MedicationStatement", "effective"),
    ("MedicationRequest", "authoredOn"),
];

/// A fact for each substance that treats a tumour.
pub(super) fn read(report: &Report<'_, '_>) -> Vec<CaseEvent> {
    SOURCES
        .iter()
        .flat_map(|(kind, when)| {
            report
                .bundle
                .of_type(kind)
                .map(move |(_, one)| (one, *when))
        })
        .filter(|(resource, _)| !is_withdrawn(resource))
        .filter_map(|(resource, when)| of_resource(report, resource, when))
        .collect()
}

fn of_resource<'a>(
    report: &Report<'_, 'a>,
    resource: &Element<'a>,
    when: &'static str,
) -> Option<CaseEvent> {
    let substance = substance(report, resource)?;
    let codings: Vec<_> = codings(&substance).collect();
    let class = treatment::class(&codings, text(&substance));
    if class.is_none() && !report.is_for_tumour(resource) {
        return None;
    }
    let mut values = vec![value::text("class", class.unwrap_or("other"), &substance)];
    values.extend(value::typed("CodeableConcept", &substance, "substance"));
    values.extend(value::choice(resource, "effective", "given"));
    values.extend(value::each(resource, ("authoredOn", "DateTime"), "ordered"));
    values.extend(value::intent(resource));
    values.extend(value::each(resource, ("status", "Code"), "status"));
    values.extend(doses(resource));
    let source = resource.text("resourceType").unwrap_or_default();
    values.push(value::text("source", source, resource));
    let day = value::start(resource, "effective").or_else(|| resource.text(when));
    let rule = (Noun::SystemicTherapy, "systemic-therapy.medication");
    Some(report.event(rule, resource, day, values))
}

/// The substance, written in place or in a Medication.
fn substance<'a>(report: &Report<'_, 'a>, resource: &Element<'a>) -> Option<Element<'a>> {
    match resource.choice("medication")? {
        ("CodeableConcept", concept) => Some(concept),
        (_, reference) => report.bundle.target(resource, &reference)?.child("code"),
    }
}

/// The doses that were ordered or given.
fn doses(resource: &Element<'_>) -> Vec<Value> {
    let ordered = ["dosageInstruction", "dosage"]
        .into_iter()
        .flat_map(|name| resource.each(name))
        .collect::<Vec<_>>();
    let rates = ordered.iter().flat_map(|dosage| dosage.each("doseAndRate"));
    let mut values: Vec<_> = rates
        .flat_map(|rate| {
            let mut one = value::choice(&rate, "dose", "dose");
            one.extend(value::choice(&rate, "rate", "rate"));
            one
        })
        .collect();
    for dosage in &ordered {
        values.extend(value::each(dosage, ("dose", "Quantity"), "dose"));
    }
    values
}

fn is_withdrawn(resource: &Element<'_>) -> bool {
    matches!(
        resource.text("status"),
        Some("entered-in-error" | "not-done" | "not-taken" | "cancelled" | "draft")
    )
}
