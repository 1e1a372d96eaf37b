//! What an Observation is about: LOINC, SNOMED CT and our own variables.
//!
//! Our variables are codes of a code system whose name ends in `-variables`. One that
//! is asked twice carries a suffix (`ct_restaged`, `mr_ct_l`), so a code is looked up
//! whole, then without its suffixes; the value keeps the whole code as its name.

use std::collections::HashMap;
use std::sync::LazyLock;

use caseway_proto::Noun;

use super::rows;
use crate::fhir::{Coding, systems};

type Known = (Noun, &'static str);

/// What a variable that is asked twice may end in.
const SUFFIXES: [&str; 9] = [
    "_restaged",
    "_biopsy",
    "_resection",
    "_clinical",
    "_pathology",
    "_surgery",
    "_pct",
    "_r",
    "_l",
];

static TABLE: LazyLock<HashMap<(&str, &str), Known>> = LazyLock::new(|| {
    rows(include_str!("observation.tsv"))
        .map(|[system, code, noun, name]| ((system, code), (self::noun(noun), name)))
        .collect()
});

/// The noun that an Observation's code belongs to, and the value's name.
pub(crate) fn of(coding: Coding<'_>) -> Option<(Noun, &str)> {
    match coding.system {
        systems::LOINC => TABLE.get(&("loinc", coding.code)).copied(),
        systems::SNOMED => TABLE.get(&("snomed", coding.code)).copied(),
        systems::GENETIC_TESTS => Some((Noun::Marker, "genetic_test")),
        system if system.ends_with("-variables") => {
            variable(coding.code).map(|noun| (noun, coding.code))
        }
        _ => None,
    }
}

fn variable(code: &str) -> Option<Noun> {
    let mut stem = code;
    loop {
        if let Some((noun, _)) = TABLE.get(&("variable", stem)) {
            return Some(*noun);
        }
        stem = SUFFIXES
            .iter()
            .find_map(|suffix| stem.strip_suffix(suffix))?;
    }
}

fn noun(word: &str) -> Noun {
    match word {
        "stage" => Noun::Stage,
        "marker" => Noun::Marker,
        "pathology" => Noun::Pathology,
        "follow-up" => Noun::FollowUp,
        "recurrence" => Noun::Recurrence,
        "metastasis" => Noun::Metastasis,
        "death" => Noun::Death,
        _ => Noun::Finding,
    }
}
