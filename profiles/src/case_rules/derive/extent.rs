//! Condensed TNM and extent of disease.
//!
//! Source: ENCR, condensed TNM (2002): T localised or advanced, N and M absent or
//! present; the pathological category before the clinical.

use serde_json::Value;

use super::{Derivation, Fields};

const SOURCE: &str = "ENCR, condensed TNM for coding the extent of disease (2002)";

pub(super) const ALL: &[Derivation] = &[
    Derivation {
        field: "condensed_t_derived",
        from: &["pt", "ct"],
        source: SOURCE,
        run: condensed_t,
    },
    Derivation {
        field: "condensed_n_derived",
        from: &["pn", "cn"],
        source: SOURCE,
        run: |fields| condensed(fields, ["pn", "cn"], 'N'),
    },
    Derivation {
        field: "condensed_m_derived",
        from: &["pm", "cm"],
        source: SOURCE,
        run: |fields| condensed(fields, ["pm", "cm"], 'M'),
    },
    Derivation {
        field: "extent_derived",
        from: &["pt", "ct", "pn", "cn", "pm", "cm"],
        source: SOURCE,
        run: extent,
    },
];

/// The first of two categories that is known.
fn known<'f>(fields: &'f Fields, names: [&str; 2]) -> Option<&'f str> {
    let categories = names.into_iter().filter_map(|name| fields.text(name));
    let mut known = categories.filter(|category| !category.ends_with('X'));
    known.next()
}

fn condensed_t(fields: &Fields) -> Option<Value> {
    let digit = known(fields, ["pt", "ct"])?.strip_prefix('T')?;
    let condensed = match digit.chars().next()? {
        '1' | '2' => "L",
        '3' | '4' => "A",
        _ => return None,
    };
    Some(condensed.into())
}

fn condensed(fields: &Fields, names: [&str; 2], letter: char) -> Option<Value> {
    let rest = known(fields, names)?.strip_prefix(letter)?;
    let condensed = if rest.starts_with('0') { "0" } else { "1" };
    Some(condensed.into())
}

fn extent(fields: &Fields) -> Option<Value> {
    let parts = [
        "condensed_m_derived",
        "condensed_n_derived",
        "condensed_t_derived",
    ];
    let [m, n, t] = parts.map(|field| fields.text(field));
    let extent = match (t, n, m) {
        (_, _, Some("1")) => "distant",
        (_, Some("1"), _) | (Some("A"), Some("0"), Some("0")) => "regional",
        (Some("L"), Some("0"), Some("0")) => "localised",
        _ => return None,
    };
    Some(extent.into())
}
