//! Where a variable stands in a report.
//!
//! Most are Observations. The tumour's own facts stand in its Condition; these the
//! conditions of other variables may refer to. What stands anywhere else (the
//! Composition, the Patient, a Procedure) is checked by the part's own profile.

use super::table::Variable;

/// Where a variable stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// An Observation of its own.
    Observation,
    /// The tumour's ICD-10 code.
    Icd10,
    /// The tumour's ICD-O-3 topography.
    Topography,
    /// The tumour's ICD-O-3 morphology with behaviour.
    Morphology,
    /// The tumour's side.
    Laterality,
    /// The tumour's date of diagnosis.
    DiagnosisDate,
    /// The tumour's basis of diagnosis.
    Basis,
    /// A specimen's number.
    Accession,
    /// In another part.
    Elsewhere,
}

impl Place {
    /// The place of a variable, by its `element`.
    #[must_use]
    pub fn of(variable: &Variable) -> Self {
        match variable.element.as_deref() {
            None => Self::Observation,
            Some("Condition.code") => Self::Icd10,
            Some("Condition.bodySite") => Self::Topography,
            Some("Condition.extension(histology-morphology-behavior)") => Self::Morphology,
            Some("Condition.bodySite.extension(laterality-qualifier)") => Self::Laterality,
            Some("Condition.extension(condition-assertedDate)") => Self::DiagnosisDate,
            Some("Condition.extension(basis-of-diagnosis)") => Self::Basis,
            Some("Specimen.accessionIdentifier") => Self::Accession,
            Some(_) => Self::Elsewhere,
        }
    }

    /// Whether a condition can be read from here.
    #[must_use]
    pub const fn is_readable(self) -> bool {
        matches!(self, Self::Observation) || self.is_tumour_code()
    }

    /// Whether it is a code of the tumour's Condition.
    #[must_use]
    pub const fn is_tumour_code(self) -> bool {
        matches!(
            self,
            Self::Icd10 | Self::Topography | Self::Morphology | Self::Laterality | Self::Basis
        )
    }
}
