//! What a Report says of the patient, pseudonymous: sex and year of birth.

use caseway_store::PatientFacts;

use super::report::Report;

/// Reads the first Patient.
pub(super) fn read(report: &Report<'_, '_>) -> PatientFacts {
    let Some((_, patient)) = report.bundle.of_type("Patient").next() else {
        return PatientFacts::default();
    };
    let sex = patient.text("gender").map(str::to_owned);
    let born = patient.text("birthDate");
    PatientFacts {
        sex,
        birth_year: born.and_then(|date| date.get(..4)).map(str::to_owned),
        element: patient.path.written(),
    }
}
