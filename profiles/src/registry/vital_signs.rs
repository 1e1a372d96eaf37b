//! Vital signs: what LOINC calls those that R4 has a profile of
//! (<http://hl7.org/fhir/R4/observation-vitalsigns.html>).

use super::table::Coding;

/// The code system that the codes are of.
pub const LOINC: &str = "http://loinc.org";
/// The code system of the category that a vital sign has.
pub const CATEGORY_SYSTEM: &str = "http://terminology.hl7.org/CodeSystem/observation-category";
/// The category that a vital sign has.
pub const CATEGORY: &str = "vital-signs";

/// The profile of each code.
const PROFILES: [(&str, &str); 10] = [
    ("2708-6", "oxygensat"),
    ("8302-2", "bodyheight"),
    ("8310-5", "bodytemp"),
    ("85353-1", "vitalspanel"),
    ("85354-9", "bp"),
    ("8867-4", "heartrate"),
    ("9279-1", "resprate"),
    ("9843-4", "headcircum"),
    ("29463-7", "bodyweight"),
    ("39156-5", "bmi"),
];

/// The name of R4's profile of a vital sign, by its LOINC code.
#[must_use]
pub fn profile(code: &str) -> Option<&'static str> {
    let mut known = PROFILES.iter();
    known
        .find(|(known, _)| *known == code)
        .map(|(_, name)| *name)
}

/// Whether a code is a vital sign's.
#[must_use]
pub fn is_one(coding: &Coding) -> bool {
    coding.system == LOINC && profile(&coding.code).is_some()
}
