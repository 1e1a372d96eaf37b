//! Which part a Condition plays: a primary tumour, what came from one, or neither.
//!
//! Our reports say it in `category`; others are told by code, by reference to a
//! primary, and by what only a tumour has (histology, a behaviour digit).

use crate::fhir::{
    Bundle, Element, codings, extension_value, extensions, has_code, mcode, systems,
};
use crate::terms::{morphology, site};

/// The part a Condition plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A primary tumour.
    Primary,
    /// A tumour that came back.
    Recurrence,
    /// A tumour's spread.
    Metastasis,
    /// Some other illness.
    Other,
}

/// The Conditions that hold, by the index of their resource.
pub(super) fn all(bundle: &Bundle<'_>) -> Vec<(usize, Part)> {
    bundle
        .of_type("Condition")
        .filter(|(_, resource)| !is_withdrawn(resource))
        .map(|(index, resource)| (index, part(resource)))
        .collect()
}

/// The indices of the Conditions that one refers to as what it comes from.
pub(super) fn related<'b, 'a>(
    bundle: &'b Bundle<'a>,
    resource: &'b Element<'a>,
) -> impl Iterator<Item = usize> + 'b {
    systems::RELATED
        .iter()
        .flat_map(|url| extensions(resource, url))
        .filter_map(|extension| extension.child("valueReference"))
        .filter_map(|reference| bundle.resolve(&reference))
}

/// The histology that a Condition's extension tells, with its element.
pub(super) fn histology<'a>(resource: &Element<'a>) -> Option<Element<'a>> {
    let url = mcode!("histology-morphology-behavior");
    extension_value(resource, url).map(|(_, value)| value)
}

fn part(resource: &Element<'_>) -> Part {
    declared(resource).unwrap_or_else(|| meant(resource))
}

fn declared(resource: &Element<'_>) -> Option<Part> {
    resource
        .each("category")
        .flat_map(|category| codings(&category))
        .filter(|coding| coding.system.ends_with("/CodeSystem/condition-role"))
        .find_map(|coding| match coding.code {
            "primary-tumour" => Some(Part::Primary),
            "recurrence" => Some(Part::Recurrence),
            "metastasis" => Some(Part::Metastasis),
            _ => None,
        })
}

fn meant(resource: &Element<'_>) -> Part {
    let code = resource.child("code");
    let role = code.iter().flat_map(codings).find_map(site::role);
    let histology = histology(resource);
    let spread = histology
        .iter()
        .flat_map(codings)
        .filter_map(morphology::of)
        .any(morphology::is_metastasis);
    match role {
        Some(site::Role::Secondary) => Part::Metastasis,
        _ if spread => Part::Metastasis,
        Some(site::Role::Primary) => Part::Primary,
        None if histology.is_some() => Part::Primary,
        None => Part::Other,
    }
}

fn is_withdrawn(resource: &Element<'_>) -> bool {
    const STATUS: &str = "http://terminology.hl7.org/CodeSystem/condition-ver-status";
    resource.child("verificationStatus").is_some_and(|status| {
        has_code(&status, STATUS, "refuted") || has_code(&status, STATUS, "entered-in-error")
    })
}
