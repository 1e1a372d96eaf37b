//! What a Report says of a primary tumour: site, side, histology.
//!
//! The site is the Condition's own, as precise as its body site and codes tell it;
//! else that of what was done because of it (an operation's body site), else, in a
//! Report with one tumour, that of the specimens.

use caseway_proto::{ShortText, TumourClue};

use super::condition;
use crate::fhir::{Bundle, Element, codings, extension_value, mcode};
use crate::terms::{laterality, morphology, organ, site, site::Site};

/// What is known of the tumour of a Condition; `only` when the Report has no other.
pub(super) fn clue(
    bundle: &Bundle<'_>,
    (index, condition): (usize, &Element<'_>),
    only: bool,
) -> TumourClue {
    let own = [of_body_sites(condition), of_code(condition)];
    let done = of_procedures(bundle, index);
    let taken = if only { of_specimens(bundle) } else { None };
    let sites: Vec<Site> = own.into_iter().flatten().chain(done).chain(taken).collect();
    let topography = sites.iter().find_map(|site| site.topography.clone());
    TumourClue {
        laterality: side(condition)
            .or_else(|| agreed_side(&sites))
            .map(ShortText::from),
        topography,
        morphology: condition::histology(condition)
            .and_then(|value| codings(&value).find_map(morphology::of))
            .map(ShortText::from),
        specimens: Vec::new(),
    }
}

/// The side that a Condition's body site is qualified with.
pub(super) fn side(condition: &Element<'_>) -> Option<&'static str> {
    condition.each("bodySite").find_map(|body_site| {
        let (_, value) = qualifier(&body_site)?;
        codings(&value).find_map(laterality::of)
    })
}

/// The extension that qualifies a body site with a side.
pub(super) fn qualifier<'a>(body_site: &Element<'a>) -> Option<(&'a str, Element<'a>)> {
    extension_value(body_site, mcode!("laterality-qualifier"))
}

/// The site of the first code known among those of an element.
pub(super) fn site_of(concept: &Element<'_>) -> Option<Site> {
    let mut site = codings(concept).find_map(site::of)?;
    if let Some((_, value)) = qualifier(concept) {
        site.side = codings(&value).find_map(laterality::of).or(site.side);
    }
    Some(site)
}

fn of_body_sites(condition: &Element<'_>) -> Option<Site> {
    condition.each("bodySite").find_map(|site| site_of(&site))
}

fn of_code(condition: &Element<'_>) -> Option<Site> {
    site_of(&condition.child("code")?)
}

/// The sites of the operations that were done because of the Condition.
fn of_procedures(bundle: &Bundle<'_>, condition: usize) -> Option<Site> {
    bundle
        .of_type("Procedure")
        .filter(|(_, procedure)| {
            procedure
                .each("reasonReference")
                .any(|reference| bundle.resolve(&reference) == Some(condition))
        })
        .flat_map(|(_, procedure)| procedure.each("bodySite"))
        .find_map(|body_site| site_of(&body_site))
}

fn of_specimens(bundle: &Bundle<'_>) -> Option<Site> {
    bundle
        .of_type("Specimen")
        .filter_map(|(_, specimen)| specimen.child("collection")?.child("bodySite"))
        .find_map(|body_site| site_of(&body_site))
}

/// The first side told by a site in the organ of the first site.
fn agreed_side(sites: &[Site]) -> Option<&'static str> {
    let first = sites.iter().find_map(organ_of);
    sites
        .iter()
        .filter(|site| organ_of(site) == first)
        .find_map(|site| site.side)
}

fn organ_of(site: &Site) -> Option<&str> {
    organ::of(site.topography.as_deref(), None)
}
