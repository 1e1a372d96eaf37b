//! The value sets and code systems of the spine that no variable brings.

use std::collections::BTreeMap;

use serde_json::Value;

use super::structure::Publisher;
use super::terminology::{Concept, code_system, value_set};
use crate::registry::names;
use crate::registry::spine::REPORT_KINDS;

/// Basis of diagnosis (ENCR, 2022 edition of the basis-of-diagnosis rules): code, English, Norwegian.
const BASES: [(&str, &str, &str); 12] = [
    ("0", "Death certificate only", "Bare dødsattest"),
    ("1", "Clinical", "Klinisk"),
    ("2", "Clinical investigation", "Klinisk undersøkelse"),
    ("4", "Specific tumour markers", "Spesifikke tumormarkører"),
    ("5", "Cytology", "Cytologi"),
    (
        "6",
        "Histology of a metastasis, older reports",
        "Histologi fra metastase, eldre meldinger",
    ),
    ("7", "Histology", "Histologi"),
    (
        "7.1",
        "Histology of the primary tumour",
        "Histologi fra primærsvulst",
    ),
    (
        "7.2",
        "Histology of a metastasis",
        "Histologi fra metastase",
    ),
    ("7.3", "Histology at autopsy", "Histologi ved obduksjon"),
    (
        "8",
        "Cytogenetic or molecular testing",
        "Cytogenetisk eller molekylær testing",
    ),
    ("9", "Unknown", "Ukjent"),
];

/// Roles of a Condition.
const ROLES: [(&str, &str, &str); 3] = [
    ("primary-tumour", "Primary tumour", "Primærsvulst"),
    ("recurrence", "Recurrence", "Residiv"),
    ("metastasis", "Metastasis", "Metastase"),
];

/// Kinds of specimen.
const SPECIMENS: [(&str, &str, &str); 3] = [
    ("biopsy", "Biopsy", "Biopsi"),
    ("resection", "Resection", "Reseksjon"),
    ("cytology", "Cytology", "Cytologi"),
];

/// Intents of a treatment: SNOMED CT codes of curative, palliative, diagnostic.
const INTENTS: [&str; 3] = ["373808002", "363676003", "261004008"];

/// States of a report that are taken.
const STATUSES: [&str; 3] = ["final", "amended", "entered-in-error"];

/// The value sets and code systems.
pub(super) fn definitions(publisher: &Publisher) -> Vec<Value> {
    let kinds: Vec<Concept> = REPORT_KINDS
        .iter()
        .map(|kind| Concept::named(kind.code, kind.en, kind.nb))
        .collect();
    let mut made = ours(publisher, "report-kind", &kinds).to_vec();
    made.extend(ours(publisher, "specimen-kind", &named(&SPECIMENS)));
    made.extend(ours(publisher, "basis-of-diagnosis", &named(&BASES)));
    let roles = named(&ROLES);
    let role_system = names::code_system(publisher.canonical, "condition-role");
    made.push(code_system("condition-role", &roles, publisher));
    let sides: Vec<&str> = names::SIDES.iter().map(|(_, code)| *code).collect();
    let statuses = "http://hl7.org/fhir/composition-status";
    made.extend([
        set(publisher, "recurrence-role", &role_system, &roles[1..]),
        set(publisher, "laterality", names::SNOMED_CT, &bare(&sides)),
        set(
            publisher,
            "treatment-intent",
            names::SNOMED_CT,
            &bare(&INTENTS),
        ),
        set(
            publisher,
            "absence",
            names::DATA_ABSENT_REASON,
            &bare(&names::ABSENCES),
        ),
        set(publisher, "report-status", statuses, &bare(&STATUSES)),
    ]);
    made
}

/// A code system of ours and the value set of all of it.
fn ours(publisher: &Publisher, id: &str, concepts: &[Concept]) -> [Value; 2] {
    let system = names::code_system(publisher.canonical, id);
    [
        code_system(id, concepts, publisher),
        set(publisher, id, &system, concepts),
    ]
}

fn set(publisher: &Publisher, id: &str, system: &str, concepts: &[Concept]) -> Value {
    let concepts = BTreeMap::from([(system.to_owned(), concepts.to_vec())]);
    value_set(id, &concepts, publisher)
}

fn named(rows: &[(&str, &str, &str)]) -> Vec<Concept> {
    rows.iter()
        .map(|(code, en, nb)| Concept::named(code, en, nb))
        .collect()
}

fn bare(codes: &[&str]) -> Vec<Concept> {
    codes.iter().map(|code| Concept::bare(code)).collect()
}
