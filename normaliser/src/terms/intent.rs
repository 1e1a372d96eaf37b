//! What a treatment was meant to do.

use crate::fhir::{Coding, systems};

/// The intent that a SNOMED CT code names.
pub(crate) fn of(coding: Coding<'_>) -> Option<&'static str> {
    if coding.system != systems::SNOMED {
        return None;
    }
    match coding.code {
        "373808002" => Some("curative"),
        "363676003" => Some("palliative"),
        "261004008" => Some("diagnostic"),
        "129428001" => Some("preventive"),
        "399707004" => Some("supportive"),
        "360156006" => Some("screening"),
        "429892002" => Some("guidance"),
        _ => None,
    }
}
