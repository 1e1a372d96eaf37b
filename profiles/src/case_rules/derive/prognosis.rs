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
        from: &["b2m", "alb"],
        source: "International Staging System for myeloma (Greipp 2005)",
        run: |fields| Some(iss(fields)?.into()),
    },
    Derivation {
        field: "riss_derived",
        from: &[
            "b2m",
            "alb",
            "ldh",
            "del17p",
            "fish_t4_14",
            "fish_t14_16",
            "age",
        ],
        source: "Revised International Staging System for myeloma (Palumbo 2015); upper limit of LDH as for the International Prognostic Index",
        run: revised_iss,
    },
    Derivation {
        field: "ipi_derived",
        from: &["age", "ann_arbor", "ecog", "ldh", "extranodal_n"],
        source: "International Prognostic Index of aggressive lymphoma (1993); upper limit of LDH by NORIP, 205 U/L to 69 years and 255 U/L from 70, not verified",
        run: international_index,
    },
    Derivation {
        field: "flipi_derived",
        from: &["age", "ann_arbor", "hb", "nodal_areas", "ldh"],
        source: "Follicular Lymphoma International Prognostic Index (Solal-Céligny 2004); upper limit of LDH as for the International Prognostic Index",
        run: follicular_index,
    },
];

/// Large B-cell lymphoma and its kin (ICD-O-3.2).
const AGGRESSIVE: [i64; 9] = [9678, 9679, 9680, 9684, 9688, 9712, 9735, 9737, 9738];

/// Follicular lymphoma of any grade (ICD-O-3.2).
const FOLLICULAR: [i64; 4] = [9690, 9691, 9695, 9698];

/// What makes a myeloma one of high risk: any of these in its cells.
const HIGH_RISK: [&str; 3] = ["del17p", "fish_t4_14", "fish_t14_16"];

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

/// Of myeloma: beta-2 microglobulin in mg/L, albumin in g/L.
fn iss(fields: &Fields) -> Option<&'static str> {
    if !fields.text("icd10")?.starts_with("C90.0") {
        return None;
    }
    let (b2m, albumin) = (fields.number("b2m")?, fields.number("alb")?);
    Some(if b2m >= 5.5 {
        "III"
    } else if b2m < 3.5 && albumin >= 35.0 {
        "I"
    } else {
        "II"
    })
}

/// I and III of the International Staging System stay what they are where LDH and the cells'
/// changes say the same; all else is II.
fn revised_iss(fields: &Fields) -> Option<Value> {
    let stage = iss(fields)?;
    let revised = match (stage, stage == "II" || is_high_risk(fields)?) {
        ("I", false) => "I",
        ("III", true) => "III",
        _ => "II",
    };
    Some(revised.into())
}

/// Known once one of the signs is there, or all are known not to be.
fn is_high_risk(fields: &Fields) -> Option<bool> {
    let signs = HIGH_RISK.map(|sign| fields.flag(sign));
    let signs = signs.into_iter().chain([has_high_ldh(fields)]);
    let signs: Vec<Option<bool>> = signs.collect();
    if signs.contains(&Some(true)) {
        return Some(true);
    }
    (!signs.contains(&None)).then_some(false)
}

/// LDH in U/L above the limit of the age.
fn has_high_ldh(fields: &Fields) -> Option<bool> {
    let limit = if fields.whole("age")? < 70 {
        205.0
    } else {
        255.0
    };
    Some(fields.number("ldh")? > limit)
}

/// One point each for age over 60, stage III or IV, a status of 2 or more, LDH above its
/// limit, and more than one extranodal site.
fn international_index(fields: &Fields) -> Option<Value> {
    if !AGGRESSIVE.contains(&fields.whole("histology")?) {
        return None;
    }
    Some(count([
        fields.whole("age")? > 60,
        matches!(fields.text("ann_arbor")?, "III" | "IV"),
        fields.whole("ecog")? >= 2,
        has_high_ldh(fields)?,
        fields.whole("extranodal_n")? > 1,
    ]))
}

/// One point each for age over 60, stage III or IV, haemoglobin below 12 g/dL, more than four
/// nodal areas, and LDH above its limit.
fn follicular_index(fields: &Fields) -> Option<Value> {
    if !FOLLICULAR.contains(&fields.whole("histology")?) {
        return None;
    }
    Some(count([
        fields.whole("age")? > 60,
        matches!(fields.text("ann_arbor")?, "III" | "IV"),
        fields.number("hb")? < 12.0,
        fields.whole("nodal_areas")? > 4,
        has_high_ldh(fields)?,
    ]))
}

fn count(points: [bool; 5]) -> Value {
    points.into_iter().filter(|point| *point).count().into()
}
