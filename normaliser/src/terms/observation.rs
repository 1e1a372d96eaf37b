//! What an Observation is about: LOINC, SNOMED CT and our own variables.
//!
//! Our variables are codes of a code system whose name ends in `-variables`; one
//! asked twice carries a suffix (`her2_biopsy`), so a code is looked up whole, then
//! without its last parts.

use std::collections::HashMap;
use std::sync::LazyLock;

use caseway_proto::Noun;

use super::rows;
use crate::fhir::{Coding, systems};

type Known = (Noun, &'static str);

static TABLE: LazyLock<HashMap<(&str, &str), Known>> = LazyLock::new(|| {
    rows(include_str!("observation.tsv"))
        .map(|[system, code, noun, name]| ((system, code), (self::noun(noun), name)))
        .collect()
});

/// The noun that an Observation's code belongs to, and the value's name.
pub(crate) fn of(coding: &Coding<'_>) -> Option<Known> {
    match coding.system {
        systems::LOINC => TABLE.get(&("loinc", coding.code)).copied(),
        systems::SNOMED => TABLE.get(&("snomed", coding.code)).copied(),
        systems::GENETIC_TESTS => Some((Noun::Marker, "genetic_test")),
        system if system.ends_with("-variables") => variable(coding.code),
        _ => None,
    }
}

fn variable(code: &str) -> Option<Known> {
    let mut stem = code;
    loop {
        if let Some(known) = TABLE.get(&("variable", stem)) {
            return Some(*known);
        }
        stem = &stem[..stem.rfind('_')?];
    }
}

fn noun(word: &str) -> Noun {
    match word {
        "stage" => Noun::Stage,
        "marker" => Noun::Marker,
        "pathology" => Noun::Pathology,
        "follow-up" => Noun::FollowUp,
        "death" => Noun::Death,
        _ => Noun::Finding,
    }
}
