//! Code systems that are a grammar, or too large to be loaded: how their codes are
//! written, and which there are as far as a table of ours is complete.
//!
//! A code that breaks the grammar is none; one that keeps it may still be none, unless
//! the grammar is all there is.

mod classification;
mod internet;
mod iso;
mod loinc;
mod procedure;
mod snomed;
mod tables;
mod unit;

use super::Membership;
use crate::registry::names;
use Grammar::{
    Atc, Country, Currency, Icd10, Icd10Cm, IcdO3, Language, Loinc, MediaType, Named, Procedure,
    Region, SnomedCt, Unit, Uri,
};

/// How the codes of a system are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grammar {
    MediaType,
    Language,
    Uri,
    Unit,
    Currency,
    Country,
    Region,
    Icd10,
    Icd10Cm,
    IcdO3,
    Atc,
    Procedure,
    Loinc,
    SnomedCt,
    /// Known by its name alone.
    Named,
}

/// The systems by URL, and by OID where senders use one.
const SYSTEMS: &[(&str, Grammar)] = &[
    ("urn:ietf:bcp:13", MediaType),
    ("urn:ietf:bcp:47", Language),
    ("urn:ietf:rfc:3986", Uri),
    (names::UCUM, Unit),
    ("urn:iso:std:iso:4217", Currency),
    ("urn:iso:std:iso:3166", Country),
    ("urn:iso:std:iso:3166:-2", Region),
    (names::ICD_10, Icd10),
    ("urn:oid:2.16.840.1.113883.6.3", Icd10),
    (names::ICD_10_NO, Icd10),
    ("urn:oid:2.16.578.1.12.4.1.1.7110", Icd10),
    ("http://hl7.org/fhir/sid/icd-10-cm", Icd10Cm),
    ("urn:oid:2.16.840.1.113883.6.90", Icd10Cm),
    (names::ICD_O_3, IcdO3),
    ("urn:oid:2.16.840.1.113883.6.43.1", IcdO3),
    (names::ATC, Atc),
    ("urn:oid:2.16.840.1.113883.6.73", Atc),
    ("urn:oid:2.16.578.1.12.4.1.1.7180", Atc),
    (names::NCSP, Procedure),
    ("urn:oid:2.16.578.1.12.4.1.1.7270", Procedure),
    (names::LOINC, Loinc),
    ("urn:oid:2.16.840.1.113883.6.1", Loinc),
    (names::SNOMED_CT, SnomedCt),
    ("urn:oid:2.16.840.1.113883.6.96", SnomedCt),
    (names::NORPAT, Named),
    ("urn:oid:2.16.578.1.12.4.1.1.7010", Named),
    ("urn:oid:2.16.578.1.12.4.1.1.7280", Named),
    ("https://www.uicc.org/resources/tnm", Named),
    ("http://cancerstaging.org", Named),
    ("http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl", Named),
    ("http://www.nlm.nih.gov/research/umls/rxnorm", Named),
    ("http://www.ama-assn.org/go/cpt", Named),
    ("http://www.cms.gov/Medicare/Coding/ICD10", Named),
    ("http://hl7.org/fhir/sid/icd-9-cm", Named),
    ("http://hl7.org/fhir/sid/icpc-2", Named),
    ("http://hl7.org/fhir/sid/cvx", Named),
    ("http://hl7.org/fhir/sid/ndc", Named),
    ("http://fdasis.nlm.nih.gov", Named),
    ("http://www.genenames.org", Named),
    ("http://varnomen.hgvs.org", Named),
    ("http://standardterms.edqm.eu", Named),
    ("http://nucc.org/provider-taxonomy", Named),
    ("http://unstats.un.org/unsd/methods/m49/m49.htm", Named),
    ("https://www.iana.org/time-zones", Named),
];

/// The URLs of the systems whose grammar is known.
pub(super) fn systems() -> impl Iterator<Item = &'static str> {
    SYSTEMS.iter().map(|(url, _)| *url)
}

/// The grammar of a system, where it is known.
pub(super) fn of_system(url: &str) -> Option<Grammar> {
    let found = SYSTEMS.iter().find(|(known, _)| *known == url);
    found.map(|(_, grammar)| *grammar)
}

impl Grammar {
    /// Whether it says of every code whether there is such a one.
    pub(super) fn is_whole(self) -> bool {
        matches!(self, MediaType | Language | Uri | Unit | Currency)
    }

    /// Whether there is such a code, as far as can be told.
    pub(super) fn decide(self, code: &str) -> Membership {
        match self {
            MediaType => Membership::of(internet::is_media_type(code)),
            Language => Membership::of(internet::is_language(code)),
            Uri => Membership::of(internet::is_uri(code)),
            Unit => Membership::of(unit::is_unit(code)),
            Currency => Membership::of(iso::is_currency(code)),
            Country => at_most(iso::is_country(code)),
            Region => at_most(iso::is_region(code)),
            Icd10 => classification::icd_10(code),
            Icd10Cm => at_most(classification::is_icd_10_cm(code)),
            IcdO3 => classification::icd_o_3(code),
            Atc => at_most(classification::is_atc(code)),
            Procedure => procedure::decide(code),
            Loinc => at_most(loinc::is_loinc(code)),
            SnomedCt => at_most(snomed::is_concept(code)),
            Named => at_most(!code.is_empty()),
        }
    }
}

/// What is known of a code by its form alone.
fn at_most(well_formed: bool) -> Membership {
    if well_formed {
        Membership::Undecidable
    } else {
        Membership::NotMember
    }
}

/// Whether a text is written so: `A` stands for a capital letter, `9` for a digit, `*`
/// for either, all others for themselves.
fn is_written(code: &str, form: &str) -> bool {
    code.len() == form.len()
        && code
            .bytes()
            .zip(form.bytes())
            .all(|(byte, form)| match form {
                b'A' => byte.is_ascii_uppercase(),
                b'9' => byte.is_ascii_digit(),
                b'*' => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
                other => byte == other,
            })
}
