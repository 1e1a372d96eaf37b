//! Observations: which noun one belongs to, and its values.
//!
//! A code that a table knows decides; else a result on a specimen is pathology, a
//! follow-up report's variables are follow-up, and the rest are findings.

use std::collections::HashSet;

use caseway_proto::{CaseEvent, Datum, Noun, Value};

use super::{About, report::Observed, report::Report, value};
use crate::fhir::{Bundle, Element, codings, text};
use crate::terms::observation;

const ABSENT: &str = "http://terminology.hl7.org/CodeSystem/data-absent-reason";

/// The Observations that hold.
pub(super) fn all<'r, 'a>(bundle: &'r Bundle<'a>, about: &About) -> Vec<Observed<'r, 'a>> {
    let results = pathology_results(bundle);
    bundle
        .of_type("Observation")
        .filter(|(_, resource)| !is_withdrawn(resource))
        .map(|(index, resource)| {
            let (known, name) = meaning(resource);
            let noun = known.unwrap_or_else(|| {
                if resource.child("specimen").is_some() || results.contains(&index) {
                    Noun::Pathology
                } else {
                    by_report(&about.kind.0)
                }
            });
            Observed {
                resource,
                noun,
                name,
            }
        })
        .collect()
}

/// A fact for each Observation of a noun.
pub(super) fn events(report: &Report<'_, '_>, noun: Noun, rule: &'static str) -> Vec<CaseEvent> {
    report
        .observations
        .iter()
        .filter(|observed| observed.noun == noun)
        .filter_map(|observed| {
            let values = values(observed);
            let date = value::start(observed.resource, "effective")
                .or_else(|| observed.resource.text("issued"));
            (!values.is_empty())
                .then(|| report.event((noun, rule), observed.resource, date, values))
        })
        .collect()
}

fn values(observed: &Observed<'_, '_>) -> Vec<Value> {
    let resource = observed.resource;
    let mut values = answer(resource, observed.name);
    for component in resource.each("component") {
        let (_, name) = meaning(&component);
        values.extend(answer(&component, name));
    }
    if values.is_empty() {
        return values;
    }
    values.extend(value::each(
        resource,
        ("method", "CodeableConcept"),
        "method",
    ));
    values.extend(value::each(
        resource,
        ("interpretation", "CodeableConcept"),
        "interpretation",
    ));
    values.extend(
        resource
            .child("code")
            .and_then(|code| value::typed("CodeableConcept", &code, "code")),
    );
    values
}

/// The value, or the reason why there is none.
fn answer(element: &Element<'_>, name: &str) -> Vec<Value> {
    let values = value::choice(element, "value", name);
    if !values.is_empty() {
        return values;
    }
    let Some(reason) = element.child("dataAbsentReason") else {
        return Vec::new();
    };
    codings(&reason)
        .find(|coding| coding.system == ABSENT)
        .map(|coding| Value {
            name: name.into(),
            datum: Datum::Absent(coding.code.into()),
            element: reason.path.written(),
        })
        .into_iter()
        .collect()
}

/// The noun, where the code decides it, and the value's name.
fn meaning<'a>(element: &Element<'a>) -> (Option<Noun>, &'a str) {
    let code = element.child("code");
    let codes = || code.iter().flat_map(codings);
    if let Some((noun, name)) = codes().find_map(observation::of) {
        return (Some(noun), name);
    }
    let name = codes()
        .next()
        .map(|coding| coding.code)
        .or_else(|| text(code.as_ref()?));
    (None, name.unwrap_or("value"))
}

fn by_report(kind: &str) -> Noun {
    match kind {
        "follow-up" => Noun::FollowUp,
        "pathology" => Noun::Pathology,
        _ => Noun::Finding,
    }
}

fn is_withdrawn(resource: &Element<'_>) -> bool {
    matches!(
        resource.text("status"),
        Some("entered-in-error" | "cancelled")
    )
}

/// The indices of what pathology reports list as their results.
fn pathology_results(bundle: &Bundle<'_>) -> HashSet<usize> {
    bundle
        .of_type("DiagnosticReport")
        .filter(|(_, report)| super::pathology::is_pathology(report))
        .flat_map(|(_, report)| report.each("result"))
        .filter_map(|reference| bundle.resolve(&reference))
        .collect()
}
