//! The common spine: what every Registry's reports carry alike.

use serde::Deserialize;

use super::table::Variable;

/// The variables that all Registries share, as `spine.toml` says them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spine {
    /// The version of the spine and of the package made from it (semantic version).
    pub version: String,
    /// What own canonical URLs start with.
    pub canonical: String,
    /// The variables.
    #[serde(rename = "variable", default)]
    pub variables: Vec<Variable>,
}

/// A kind of report: its code and its names.
#[derive(Clone, Copy, Debug)]
pub struct ReportKindName {
    /// The code in the report-kind code system.
    pub code: &'static str,
    /// Norwegian (bokmål).
    pub nb: &'static str,
    /// English.
    pub en: &'static str,
}

const fn kind(code: &'static str, nb: &'static str, en: &'static str) -> ReportKindName {
    ReportKindName { code, nb, en }
}

/// The kinds of report there are; a table takes some of them.
pub const REPORT_KINDS: [ReportKindName; 10] = [
    kind("work-up", "Utredning", "Work-up"),
    kind("radiology", "Radiologi", "Radiology"),
    kind("surgery", "Kirurgi", "Surgery"),
    kind("radiotherapy", "Strålebehandling", "Radiotherapy"),
    kind(
        "systemic-therapy",
        "Medikamentell behandling",
        "Systemic therapy",
    ),
    kind("pathology", "Patologi", "Pathology"),
    kind("follow-up", "Oppfølging", "Follow-up"),
    kind("recurrence", "Residiv", "Recurrence"),
    kind("metastasis", "Metastase", "Metastasis"),
    kind("death", "Død", "Death"),
];
