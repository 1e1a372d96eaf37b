//! Sides of the body.

use crate::fhir::{Coding, systems};

/// The side that a SNOMED CT qualifier names.
pub(crate) fn of(coding: Coding<'_>) -> Option<&'static str> {
    if coding.system != systems::SNOMED {
        return None;
    }
    match coding.code {
        "24028007" => Some("right"),
        "7771000" => Some("left"),
        "51440002" => Some("bilateral"),
        "399488007" => Some("midline"),
        _ => None,
    }
}
