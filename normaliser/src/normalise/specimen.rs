//! Specimen numbers: the laboratory and its number, by which reports about the same
//! sample find each other.

use crate::fhir::{Bundle, Element};

/// What our own naming systems of laboratories have in common.
const LABORATORY: &str = "/NamingSystem/laboratory/";

/// Every specimen number of a Report, sorted.
pub(super) fn numbers(bundle: &Bundle<'_>) -> Vec<String> {
    let mut numbers: Vec<_> = bundle
        .of_type("Specimen")
        .filter_map(|(_, specimen)| number(specimen))
        .collect();
    numbers.sort();
    numbers.dedup();
    numbers
}

/// The numbers of the specimens that a resource refers to; all where it names none.
pub(super) fn numbers_of<'a>(
    bundle: &Bundle<'a>,
    resource: &Element<'a>,
    all: &[String],
) -> Vec<String> {
    let mut references = resource.each("specimen").peekable();
    if references.peek().is_none() {
        return if all.len() == 1 {
            all.to_vec()
        } else {
            Vec::new()
        };
    }
    let mut numbers: Vec<_> = references
        .filter_map(|reference| number(&bundle.target(resource, &reference)?))
        .collect();
    numbers.sort();
    numbers.dedup();
    numbers
}

/// A specimen's number as `laboratory|number`.
pub(super) fn number(specimen: &Element<'_>) -> Option<String> {
    let identifier = specimen.child("accessionIdentifier")?;
    let system = identifier.text("system").unwrap_or_default();
    let laboratory = system
        .split_once(LABORATORY)
        .map_or(system, |(_, code)| code);
    let value = identifier.text("value")?;
    (!laboratory.is_empty()).then(|| format!("{laboratory}|{value}"))
}
