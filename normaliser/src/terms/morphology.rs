//! Histology and behaviour: ICD-O-3 as sent, a few SNOMED CT morphologies besides.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::rows;
use crate::fhir::{Coding, systems};

static SNOMED: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    rows(include_str!("snomed_morphology.tsv"))
        .map(|[code, morphology, _mark]| (code, morphology))
        .collect()
});

/// The ICD-O-3 morphology with behaviour that a code tells.
pub(crate) fn of(coding: Coding<'_>) -> Option<&str> {
    match coding.system {
        systems::ICD_O => written(coding.code),
        systems::SNOMED => SNOMED.get(coding.code).copied(),
        _ => None,
    }
}

/// Whether the behaviour digit says that this is a metastasis.
pub(crate) fn is_metastasis(morphology: &str) -> bool {
    morphology.ends_with("/6")
}

/// Whether a morphology says only that it was not specified.
pub(crate) fn is_unspecified(morphology: &str) -> bool {
    super::berg::group(morphology).is_none_or(super::berg::unspecified)
}

fn written(code: &str) -> Option<&str> {
    let bytes = code.as_bytes();
    let shaped = bytes.len() == 6
        && bytes[4] == b'/'
        && [0, 1, 2, 3, 5].iter().all(|&at| bytes[at].is_ascii_digit());
    shaped.then_some(code)
}
