//! Where a tumour sits: ICD-O-3 topography, ICD-10 and SNOMED CT.
//!
//! An ICD-10 code's site follows the broad rules of conversion between ICD-O-3 and
//! ICD-10; the side in ICD-10-CM's last digit is not read, for billing codes are not
//! checked against the tumour.

use std::collections::HashMap;
use std::sync::LazyLock;

use caseway_proto::ShortText;

use super::{filled, rows};
use crate::fhir::{Coding, systems};

/// Whether a disorder is a primary tumour or has come from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A primary tumour.
    Primary,
    /// A metastasis.
    Secondary,
}

/// What a code tells of the place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Site {
    /// ICD-O-3 topography.
    pub(crate) topography: Option<ShortText>,
    /// The side, where the code tells it.
    pub(crate) side: Option<&'static str>,
}

struct Known {
    topography: Option<&'static str>,
    side: Option<&'static str>,
    kind: &'static str,
}

static ICD_10: LazyLock<HashMap<&str, (Option<&str>, Role)>> = LazyLock::new(|| {
    rows(include_str!("icd_10_site.tsv"))
        .map(|[prefix, topography, role]| {
            let role = if role == "primary" {
                Role::Primary
            } else {
                Role::Secondary
            };
            (prefix, (filled(topography), role))
        })
        .collect()
});

static SNOMED: LazyLock<HashMap<&str, Known>> = LazyLock::new(|| {
    rows(include_str!("snomed_site.tsv"))
        .map(|[code, topography, side, kind, _mark]| {
            let known = Known {
                topography: filled(topography),
                side: filled(side),
                kind,
            };
            (code, known)
        })
        .collect()
});

/// The place that a code tells, of a body structure or of a primary tumour.
pub(crate) fn of(coding: Coding<'_>) -> Option<Site> {
    match coding.system {
        systems::ICD_O => topography(coding.code).map(|topography| Site {
            topography: Some(topography),
            side: None,
        }),
        systems::SNOMED => {
            let known = SNOMED.get(coding.code)?;
            Some(Site {
                topography: known.topography.map(ShortText::from),
                side: known.side,
            })
        }
        system if system.starts_with(systems::ICD_10) => of_icd_10(coding.code),
        _ => None,
    }
}

/// What kind of tumour a disorder's code names; `None` when it names none.
pub(crate) fn role(coding: Coding<'_>) -> Option<Role> {
    match coding.system {
        systems::SNOMED => match SNOMED.get(coding.code)?.kind {
            "primary" => Some(Role::Primary),
            "secondary" => Some(Role::Secondary),
            _ => None,
        },
        system if system.starts_with(systems::ICD_10) => {
            icd_10(&dotted(coding.code)).map(|(_, role)| *role)
        }
        _ => None,
    }
}

/// An ICD-O-3 topography with its dot; `None` when the text is none.
pub(crate) fn topography(code: &str) -> Option<ShortText> {
    let code = dotted(code);
    let bytes = code.as_bytes();
    let shaped = bytes.len() == 5
        && bytes[0] == b'C'
        && bytes[1].is_ascii_digit()
        && bytes[2].is_ascii_digit()
        && bytes[4].is_ascii_digit();
    shaped.then_some(code)
}

fn of_icd_10(code: &str) -> Option<Site> {
    let code = dotted(code);
    let (target, _) = icd_10(&code)?;
    let topography = match (*target)? {
        "=" if code.len() >= 5 => code[..5].into(),
        "=" => format!("{code}.9").into(),
        fixed => fixed.into(),
    };
    Some(Site {
        topography: Some(topography),
        side: None,
    })
}

/// The row of the longest prefix.
fn icd_10(code: &str) -> Option<&'static (Option<&'static str>, Role)> {
    [5, 3]
        .into_iter()
        .filter_map(|length| code.get(..length))
        .find_map(|prefix| ICD_10.get(prefix))
}

/// `C504` as `C50.4`.
fn dotted(code: &str) -> ShortText {
    match code.as_bytes().get(3) {
        Some(b'.') | None => code.into(),
        Some(_) if code.is_ascii() => format!("{}.{}", &code[..3], &code[3..]).into(),
        Some(_) => code.into(),
    }
}
