//! Prognostic indices.

use serde_json::Value;

use super::{Derivation, Fields};

pub(super) const ALL: &[Derivation] = &[
    Derivation {
        field: "npi_derived",
        from: &["size_inv", "ln_pos", "nhg"],
        source: "Nottingham Prognostic Index (Galea 1992): 0.2 × size in cm + nodal stage + grade",
        run: nottingham_index,
    },
    Derivation {
        field: "iss_derived",
        from: &["b2m", "albumin"],
        source: "International Staging System for myeloma (Greipp 2005)",
        run: iss,
    },
];

/// Nodal stage is 1 without, 2 with one to three, 3 with more positive nodes.
fn nottingham_index(fields: &Fields) -> Option<Value> {
    if fields.text("site")? != "C50" {
        return None;
    }
    let nodal = match fields.whole("ln_pos")? {
        0 => 1.0,
        1..=3 => 2.0,
        _ => 3.0,
    };
    let grade: f64 = fields.text("nhg")?.parse().ok()?;
    let index = 0.02 * fields.number("size_inv")? + nodal + grade;
    // Two decimals, as the index is quoted.
    serde_json::Number::from_f64((index * 100.0).round() / 100.0).map(Value::Number)
}

/// Beta-2 microglobulin in mg/L, albumin in g/L.
fn iss(fields: &Fields) -> Option<Value> {
    let (b2m, albumin) = (fields.number("b2m")?, fields.number("albumin")?);
    let stage = if b2m >= 5.5 {
        "III"
    } else if b2m < 3.5 && albumin >= 35.0 {
        "I"
    } else {
        "II"
    };
    Some(stage.into())
}
