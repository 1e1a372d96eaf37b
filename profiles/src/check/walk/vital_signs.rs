//! Vital signs: an Observation with one of these codes meets R4's profile of it, whether
//! it names the profile or not (<http://hl7.org/fhir/R4/observation-vitalsigns.html>).

use std::sync::Arc;

use serde_json::Value;

use super::Walker;
use crate::compile::CORE;
use crate::plan::Plan;

/// The profile of each code of LOINC.
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

impl Walker<'_> {
    /// The profile that an Observation's code asks for.
    pub(super) fn of_vital_sign(&self, resource: &Value) -> Option<Arc<Plan>> {
        if resource["resourceType"] != "Observation" {
            return None;
        }
        let mut codings = resource["code"]["coding"].as_array()?.iter();
        let profile = codings.find_map(|coding| {
            let code = coding["code"].as_str()?;
            let known = PROFILES.iter().find(|(known, _)| *known == code)?;
            (coding["system"] == "http://loinc.org").then_some(known.1)
        })?;
        self.scene.library.plan(&format!("{CORE}{profile}"))
    }
}
