//! What things are called in FHIR: code systems, identifier systems, extensions, own canonical URLs.
//!
//! Names that exist elsewhere are used as they are; own ones start with the
//! `canonical` of the table or the spine.

/// ICD-10, the Norwegian edition.
pub const ICD_10_NO: &str = "http://hl7.org/fhir/sid/icd-10-no";
/// ICD-10, WHO's edition.
pub const ICD_10: &str = "http://hl7.org/fhir/sid/icd-10";
/// ICD-O-3, topography and morphology.
pub const ICD_O_3: &str = "http://terminology.hl7.org/CodeSystem/icd-o-3";
/// SNOMED CT.
pub const SNOMED_CT: &str = "http://snomed.info/sct";
/// LOINC.
pub const LOINC: &str = "http://loinc.org";
/// UCUM, the units of measure.
pub const UCUM: &str = "http://unitsofmeasure.org";
/// ATC, the substances.
pub const ATC: &str = "http://www.whocc.no/atc";
/// NCSP, the operations, within the Norwegian procedure codes.
pub const NCSP: &str = "urn:oid:2.16.578.1.12.4.1.1.7275";
/// NORPAT, the pathologists' codes.
pub const NORPAT: &str = "http://helsedir.no/fhir/CodeSystem/no-kodeverk-7010-norpat";
/// Why a value is missing.
pub const DATA_ABSENT_REASON: &str = "http://terminology.hl7.org/CodeSystem/data-absent-reason";

/// Fødselsnummer.
pub const NATIONAL_NUMBER: &str = "urn:oid:2.16.578.1.12.4.1.4.1";
/// Organisation number.
pub const ORGANISATION_NUMBER: &str = "urn:oid:2.16.578.1.12.4.1.4.101";
/// HPR number, of health personnel.
pub const HPR_NUMBER: &str = "urn:oid:2.16.578.1.12.4.1.4.4";

/// Side of a paired organ (mCODE).
pub const LATERALITY: &str =
    "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-laterality-qualifier";
/// Morphology with behaviour (mCODE).
pub const MORPHOLOGY: &str =
    "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-histology-morphology-behavior";
/// Date of diagnosis (FHIR's standard extension).
pub const ASSERTED_DATE: &str = "http://hl7.org/fhir/StructureDefinition/condition-assertedDate";
/// The primary that a recurrence or metastasis belongs to (FHIR's standard extension, as mCODE uses it).
pub const RELATED_CONDITION: &str = "http://hl7.org/fhir/StructureDefinition/condition-related";
/// Intent of a treatment (mCODE).
pub const PROCEDURE_INTENT: &str =
    "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-procedure-intent";
/// Number of radiotherapy sessions (mCODE).
pub const RADIOTHERAPY_SESSIONS: &str =
    "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-radiotherapy-sessions";
/// Dose and fractions delivered to a volume (mCODE).
pub const DOSE_DELIVERED: &str =
    "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-radiotherapy-dose-delivered-to-volume";

/// The reasons for a missing value that count as an answer.
pub const ABSENCES: [&str; 4] = ["unknown", "not-performed", "not-applicable", "not-asked"];

/// A side: our word, the SNOMED CT code.
pub const SIDES: [(&str, &str); 4] = [
    ("right", "24028007"),
    ("left", "7771000"),
    ("bilateral", "51440002"),
    ("midline", "399488007"),
];

/// An id as FHIR allows it: `_` becomes `-`.
#[must_use]
pub fn slug(id: &str) -> String {
    id.replace('_', "-")
}

/// The URL of a `StructureDefinition`.
#[must_use]
pub fn structure(canonical: &str, id: &str) -> String {
    format!("{canonical}/StructureDefinition/{id}")
}

/// The URL of a `CodeSystem`.
#[must_use]
pub fn code_system(canonical: &str, id: &str) -> String {
    format!("{canonical}/CodeSystem/{id}")
}

/// The URL of a `ValueSet`.
#[must_use]
pub fn value_set(canonical: &str, id: &str) -> String {
    format!("{canonical}/ValueSet/{id}")
}

/// The URL of the profile of a Registry's kind of report.
#[must_use]
pub fn report_profile(canonical: &str, registry: &str, kind: &str) -> String {
    structure(canonical, &format!("{}-{kind}", slug(registry)))
}

/// The system of the specimen numbers of a laboratory, by its code.
#[must_use]
pub fn laboratory(canonical: &str, code: &str) -> String {
    format!("{canonical}/NamingSystem/laboratory/{code}")
}
