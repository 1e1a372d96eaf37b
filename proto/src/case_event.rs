//! `CaseEvent`s: dated clinical facts, each value with the element it came from.

use std::borrow::Cow;
use std::sync::Arc;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use crate::SubmissionId;

/// A text that is nearly always short, such as a code or a date: up to 24 bytes it lies within
/// the fact itself, for linkage looks at those of many, and each elsewhere would be waited for.
pub type ShortText = CompactString;

/// What a fact is about; one file of the normaliser reads each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Noun {
    /// A primary tumour was diagnosed.
    Diagnosis,
    /// A laboratory's finding on a specimen.
    Pathology,
    /// A TNM category, a stage group or another staging result.
    Stage,
    /// A tumour marker, receptor or gene test.
    Marker,
    /// An operation or biopsy.
    Surgery,
    /// A course of radiotherapy.
    Radiotherapy,
    /// Chemotherapy, endocrine, targeted or immune therapy.
    SystemicTherapy,
    /// The tumour came back.
    Recurrence,
    /// The tumour has spread.
    Metastasis,
    /// A contact after treatment, with the state of the disease.
    FollowUp,
    /// The person died.
    Death,
    /// Any other variable of a Registry.
    Finding,
}

impl Noun {
    /// The word used in tables and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Diagnosis => "diagnosis",
            Self::Pathology => "pathology",
            Self::Stage => "stage",
            Self::Marker => "marker",
            Self::Surgery => "surgery",
            Self::Radiotherapy => "radiotherapy",
            Self::SystemicTherapy => "systemic-therapy",
            Self::Recurrence => "recurrence",
            Self::Metastasis => "metastasis",
            Self::FollowUp => "follow-up",
            Self::Death => "death",
            Self::Finding => "finding",
        }
    }
}

/// A value as the Sender wrote it, never converted.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Datum {
    /// A code in a code system.
    Code {
        /// The code system's URL.
        system: String,
        /// The code.
        code: ShortText,
        /// What the Sender calls it, where it says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        display: Option<String>,
    },
    /// A number with its unit (UCUM), the decimal as written.
    Quantity {
        /// The decimal as written.
        value: ShortText,
        /// The unit's UCUM code, empty when none was sent.
        unit: ShortText,
    },
    /// A date or time, as precise as sent.
    Date(ShortText),
    /// Yes or no.
    Flag(bool),
    /// A number or a short text that is a code in all but name.
    Text(ShortText),
    /// Said to be unknown, not performed, not applicable or not asked.
    Absent(ShortText),
}

/// One value of a fact and where it stands in the Submission.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Value {
    /// The value's name in the canonical case, such as `topography` or `dose`.
    pub name: ShortText,
    /// The value.
    pub datum: Datum,
    /// The element it was read from, as a plain `FHIRPath` from the Bundle.
    pub element: String,
}

/// What a Report says of which tumour a fact belongs to; every part may be unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TumourClue {
    /// ICD-O-3 topography, such as `C50.4`, or the ICD-10 code's site where only that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topography: Option<ShortText>,
    /// ICD-O-3 morphology with behaviour, such as `8500/3`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub morphology: Option<ShortText>,
    /// `left`, `right`, `bilateral` or `midline`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub laterality: Option<ShortText>,
    /// Laboratory and specimen number, as `laboratory|number`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub specimens: Vec<String>,
}

/// Where a fact comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Provenance {
    /// The Submission.
    pub submission: SubmissionId,
    /// The element that the fact was read from, such as `Bundle.entry[4].resource`.
    pub element: String,
    /// The profile the Report was checked against, as `url|version`.
    pub profile: Arc<str>,
    /// The rule that read it, such as `surgery.procedure`.
    pub rule: Cow<'static, str>,
}

/// A dated clinical fact.
///
/// The derived order (by noun, date and content, then Provenance) is the order in
/// which a Report's facts are kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CaseEvent {
    /// What the fact is about.
    pub noun: Noun,
    /// When, as precise as sent (`2024`, `2024-03`, `2024-03-16`).
    pub date: Option<ShortText>,
    /// What is known of the tumour it belongs to.
    pub clue: TumourClue,
    /// Its values, in the order the normaliser reads them.
    pub values: Vec<Value>,
    /// Where it comes from.
    pub provenance: Provenance,
}

impl CaseEvent {
    /// The first value of that name.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.values.iter().find(|value| value.name == name)
    }
}
