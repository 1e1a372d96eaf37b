//! The parts of the spine as slices of a report: their names and their profiles.

use crate::registry::table::Part;

/// One profile that an entry may follow.
#[derive(Clone, Copy, Debug)]
pub(super) struct PartProfile {
    /// The slice's name and the id of the spine's profile.
    pub(super) id: &'static str,
    /// The resource type.
    pub(super) resource: &'static str,
    /// How many there must be at least.
    pub(super) min: u32,
}

const OPERATION: [PartProfile; 1] = [one("operation", "Procedure")];
const RADIOTHERAPY: [PartProfile; 1] = [one("radiotherapy-course", "Procedure")];
const MEDICATION: [PartProfile; 2] = [
    choice("medication", "MedicationStatement"),
    choice("medication-administration", "MedicationAdministration"),
];
const SPECIMEN: [PartProfile; 1] = [one("specimen", "Specimen")];
const LABORATORY: [PartProfile; 1] = [one("laboratory-report", "DiagnosticReport")];
const RECURRENCE: [PartProfile; 1] = [one("recurrence", "Condition")];

/// The profiles that carry a part: two where the sender may choose.
pub(super) const fn of_part(part: Part) -> &'static [PartProfile] {
    match part {
        Part::Operation => &OPERATION,
        Part::RadiotherapyCourse => &RADIOTHERAPY,
        Part::Medication => &MEDICATION,
        Part::Specimen => &SPECIMEN,
        Part::LaboratoryReport => &LABORATORY,
        Part::Recurrence => &RECURRENCE,
        // The Patient has it, who is there already.
        Part::DateOfDeath => &[],
    }
}

const fn one(id: &'static str, resource: &'static str) -> PartProfile {
    PartProfile {
        id,
        resource,
        min: 1,
    }
}

const fn choice(id: &'static str, resource: &'static str) -> PartProfile {
    PartProfile {
        id,
        resource,
        min: 0,
    }
}
