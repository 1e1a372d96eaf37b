//! Names of code systems, identifier systems and extensions that exist elsewhere.

/// SNOMED CT.
pub(crate) const SNOMED: &str = "http://snomed.info/sct";
/// LOINC.
pub(crate) const LOINC: &str = "http://loinc.org";
/// ICD-O-3, topography and morphology alike.
pub(crate) const ICD_O: &str = "http://terminology.hl7.org/CodeSystem/icd-o-3";
/// The stem of ICD-10 and its national editions.
pub(crate) const ICD_10: &str = "http://hl7.org/fhir/sid/icd-10";
/// `RxNorm`.
pub(crate) const RXNORM: &str = "http://www.nlm.nih.gov/research/umls/rxnorm";
/// ATC.
pub(crate) const ATC: &str = "http://www.whocc.no/atc";
/// The Nordic classification of surgical procedures in the Norwegian edition.
pub(crate) const NCSP: &str = "urn:oid:2.16.578.1.12.4.1.1.7275";
/// The registry of genetic tests: whatever it names is one.
pub(crate) const GENETIC_TESTS: &str = "http://www.ncbi.nlm.nih.gov/gtr";
/// Norwegian national identity numbers.
pub(crate) const NATIONAL_NUMBER: &str = "urn:oid:2.16.578.1.12.4.1.4.1";
/// Norwegian D-numbers.
pub(crate) const D_NUMBER: &str = "urn:oid:2.16.578.1.12.4.1.4.2";
/// Norwegian organisation numbers.
pub(crate) const ORGANISATION: &str = "urn:oid:2.16.578.1.12.4.1.4.101";

/// The URL of an extension of mCODE, or how those of some begin.
macro_rules! mcode {
    ($name:literal) => {
        concat!(
            "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-",
            $name
        )
    };
}
pub(crate) use mcode;

/// When a condition was diagnosed.
pub(crate) const ASSERTED: &str = "http://hl7.org/fhir/StructureDefinition/condition-assertedDate";

/// The extensions by which a Condition refers to the primary it comes from.
pub(crate) const RELATED: [&str; 3] = [
    mcode!("related-primary-cancer-condition"),
    "http://hl7.org/fhir/StructureDefinition/condition-related",
    "http://hl7.org/fhir/StructureDefinition/condition-dueTo",
];
