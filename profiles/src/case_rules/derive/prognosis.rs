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
    Derivation {
        field: "ipi_derived",
        from: &["age", "ann_arbor", "ecog", "ldh", "extranodal_n"],
        source: "International Prognostic Index of aggressive lymphoma (1993); upper limit of LDH by NORIP, 205 U/L to 69 years and 255 U/L from 70, not verified",
        run: international_index,
    },
];

/// Large B-cell lymphoma and its kin (ICD-O-3.2).
const AGGRESSIVE: [i64; 9] = [9678, 9679, 9680, 9684, 9688, 9712, 9735, 9737, 9738];

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

/// One point each for age over 60, stage III or IV, a status of 2 or more, LDH above its
/// limit, and more than one extranodal site.
fn international_index(fields: &Fields) -> Option<Value> {
    if !AGGRESSIVE.contains(&fields.whole("histology")?) {
        return None;
    }
    let age = fields.whole("age")?;
    let limit = if age < 70 { 205.0 } else { 255.0 };
    let points = [
        age > 60,
        matches!(fields.text("ann_arbor")?, "III" | "IV"),
        fields.whole("ecog")? >= 2,
        fields.number("ldh")? > limit,
        fields.whole("extranodal_n")? > 1,
    ];
    Some(points.into_iter().filter(|point| *point).count().into())
}
