//! A primary tumour was diagnosed: Conditions that are primary tumours.
//!
//! The date is `condition-assertedDate`, else the onset, else when it was recorded.

use caseway_proto::{CaseEvent, Noun, Value};

use super::condition::{self, Part};
use super::report::Report;
use super::{age, primary, value};
use crate::fhir::{Element, codings, extension_value, systems};
use crate::terms::{laterality, morphology, site};

/// A fact for each primary tumour.
pub(super) fn read(report: &Report<'_, '_>) -> Vec<CaseEvent> {
    report
        .conditions_of(Part::Primary)
        .map(|(index, resource)| {
            let dated = date(resource);
            let mut values = of_tumour(resource);
            values.extend(
                dated
                    .iter()
                    .filter_map(|element| value::typed("DateTime", element, "diagnosed")),
            );
            let day = dated.as_ref().and_then(Element::own_text);
            values.extend(day.and_then(|day| age::on(report, day)));
            let rule = (Noun::Diagnosis, "diagnosis.condition");
            let mut event = report.event(rule, resource, day, values);
            if let Some(clue) = report.clue_at(index) {
                event.clue = clue.clone();
            }
            derived(&mut event, resource);
            event
        })
        .collect()
}

/// The date of a Condition.
pub(super) fn date<'a>(resource: &Element<'a>) -> Option<Element<'a>> {
    let asserted = extension_value(resource, systems::ASSERTED).map(|(_, value)| value);
    asserted
        .or_else(|| resource.child("onsetDateTime"))
        .or_else(|| resource.choice("onset")?.1.child("start"))
        .or_else(|| resource.child("recordedDate"))
}

/// The values of a tumour's Condition.
fn of_tumour(resource: &Element<'_>) -> Vec<Value> {
    let mut values = Vec::new();
    for body_site in resource.each("bodySite") {
        for (at, coding) in codings(&body_site).enumerate() {
            if let Some(topography) = site::of(coding).and_then(|site| site.topography) {
                let element = body_site.each("coding").nth(at);
                let element = element.as_ref().unwrap_or(&body_site);
                values.push(value::text("topography", &topography, element));
            }
        }
        if let Some((_, side)) = primary::qualifier(&body_site)
            && let Some(word) = codings(&side).find_map(laterality::of)
        {
            values.push(value::text("laterality", word, &side));
        }
    }
    if let Some(histology) = condition::histology(resource) {
        values.extend(histology_values(&histology));
    }
    let concept = "CodeableConcept";
    values.extend(value::each(resource, ("code", concept), "code"));
    values.extend(value::each(
        resource,
        ("verificationStatus", concept),
        "verification",
    ));
    values.extend(value::each(
        resource,
        ("clinicalStatus", concept),
        "clinical_status",
    ));
    values.extend(basis(resource));
    values
}

fn histology_values(histology: &Element<'_>) -> Vec<Value> {
    let mut values = Vec::new();
    if let Some(code) = codings(histology).find_map(morphology::of) {
        values.push(value::text("morphology", code, histology));
    }
    values.extend(value::typed("CodeableConcept", histology, "histology"));
    values
}

/// The basis of diagnosis: an extension of ours, whatever the registry's address.
fn basis(resource: &Element<'_>) -> Option<Value> {
    let extension = resource.each("extension").find(|extension| {
        extension
            .text("url")
            .is_some_and(|url| url.ends_with("/StructureDefinition/basis-of-diagnosis"))
    })?;
    let (kind, basis) = extension.choice("value")?;
    value::typed(kind, &basis, "basis")
}

/// Site and side that were told by something other than the body site.
fn derived(event: &mut CaseEvent, resource: &Element<'_>) {
    let code = resource.child("code");
    let from = code.as_ref().unwrap_or(resource);
    let told = [
        ("topography", event.clue.topography.clone()),
        ("laterality", event.clue.laterality.clone()),
    ];
    for (name, word) in told {
        if let Some(word) = word
            && event.value(name).is_none()
        {
            event.values.push(value::text(name, &word, from));
        }
    }
}
