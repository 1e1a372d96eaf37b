//! Vital signs: an Observation with the code of one meets R4's profile of it, whether it
//! names the profile or not.

use std::sync::Arc;

use serde_json::Value;

use super::Walker;
use crate::compile::CORE;
use crate::plan::Plan;
use crate::registry::vital_signs;

impl Walker<'_> {
    /// The profile that an Observation's code asks for.
    pub(super) fn of_vital_sign(&self, resource: &Value) -> Option<Arc<Plan>> {
        if resource["resourceType"] != "Observation" {
            return None;
        }
        let mut codings = resource["code"]["coding"].as_array()?.iter();
        let profile = codings.find_map(|coding| {
            let profile = vital_signs::profile(coding["code"].as_str()?)?;
            (coding["system"] == vital_signs::LOINC).then_some(profile)
        })?;
        self.scene.library.plan(&format!("{CORE}{profile}"))
    }
}
