//! What kind of act a Procedure is.
//!
//! NCSP chapters A to Q are operations and U are endoscopies, both surgery here;
//! T are minor procedures, among them biopsies (source: NOMESCO, NCSP 1.16). Of SNOMED CT
//! only some codes are known; the rest is told by what the Procedure is for.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::rows;
use crate::fhir::{Coding, systems};

/// What kind of act a Procedure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Something was taken out.
    Excision,
    /// A sample was taken.
    Biopsy,
    /// Radiation was given.
    Radiotherapy,
    /// A picture was taken.
    Imaging,
    /// Known, and none of these.
    Other,
}

impl Kind {
    /// The word used as a value.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Excision => "excision",
            Self::Biopsy => "biopsy",
            Self::Radiotherapy => "radiotherapy",
            Self::Imaging => "imaging",
            Self::Other => "other",
        }
    }
}

static SNOMED: LazyLock<HashMap<&str, Kind>> = LazyLock::new(|| {
    rows(include_str!("procedure.tsv"))
        .map(|[code, kind, _mark]| {
            let kind = match kind {
                "excision" => Kind::Excision,
                "biopsy" => Kind::Biopsy,
                "radiotherapy" => Kind::Radiotherapy,
                "imaging" => Kind::Imaging,
                _ => Kind::Other,
            };
            (code, kind)
        })
        .collect()
});

/// The kind that a code names.
pub(crate) fn of(coding: Coding<'_>) -> Option<Kind> {
    match coding.system {
        systems::NCSP => match coding.code.bytes().next()? {
            b'A'..=b'Q' | b'U' => Some(Kind::Excision),
            b'T' => Some(Kind::Biopsy),
            _ => None,
        },
        systems::SNOMED => SNOMED.get(coding.code).copied(),
        _ => None,
    }
}
