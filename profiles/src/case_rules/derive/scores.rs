//! Grades and groups that are reckoned from their parts.

use serde_json::Value;

use super::{Derivation, Fields};

pub(super) const ALL: &[Derivation] = &[
    Derivation {
        field: "isup_derived",
        from: &["gleason_1", "gleason_2"],
        source: "ISUP 2014, grade groups of the Gleason pair",
        run: isup,
    },
    Derivation {
        field: "nhg_derived",
        from: &["nhg_tubules", "nhg_nuclear", "nhg_mitoses"],
        source: "Nottingham histological grade (Elston and Ellis), sum of three scores",
        run: nottingham,
    },
    Derivation {
        field: "fnclcc_grade_derived",
        from: &["fnclcc_diff", "fnclcc_mitoses", "fnclcc_necrosis"],
        source: "FNCLCC grade of soft-tissue sarcoma, sum of three scores",
        run: fnclcc,
    },
    Derivation {
        field: "palp_total_derived",
        from: &["palp_r", "palp_l"],
        source: "KRG prostate form 4.0, derived total: the most advanced side; T2 on both is T2c",
        run: palpation,
    },
];

fn isup(fields: &Fields) -> Option<Value> {
    let pair = (fields.whole("gleason_1")?, fields.whole("gleason_2")?);
    let group = match pair {
        (3, 3) => "1",
        (3, 4) => "2",
        (4, 3) => "3",
        (4, 4) | (3, 5) | (5, 3) => "4",
        (4 | 5, 5) | (5, 4) => "5",
        _ => return None,
    };
    Some(group.into())
}

fn nottingham(fields: &Fields) -> Option<Value> {
    let score = |field| fields.whole(field).filter(|score| (1..=3).contains(score));
    let grade = match score("nhg_tubules")? + score("nhg_nuclear")? + score("nhg_mitoses")? {
        3..=5 => "1",
        6..=7 => "2",
        _ => "3",
    };
    Some(grade.into())
}

/// Differentiation and mitoses score 1 to 3, necrosis 0 to 2.
fn fnclcc(fields: &Fields) -> Option<Value> {
    let score = |field: &str, least| {
        let score = match fields.get(field)? {
            Value::String(text) => text.parse().ok()?,
            number => number.as_i64()?,
        };
        (least..=least + 2).contains(&score).then_some(score)
    };
    let sum = score("fnclcc_diff", 1)? + score("fnclcc_mitoses", 1)? + score("fnclcc_necrosis", 0)?;
    let grade = match sum {
        ..=3 => "1",
        4..=5 => "2",
        _ => "3",
    };
    Some(grade.into())
}

/// Sides are coded 1 T0 or T1, 2 T2, 3 T3a, 4 T3b, 5 T4, 6 TX.
fn palpation(fields: &Fields) -> Option<Value> {
    let sides = [fields.text("palp_r")?, fields.text("palp_l")?];
    let any = |code| sides.contains(&code);
    let total = match sides {
        _ if any("5") => "T4",
        _ if any("4") => "T3b",
        _ if any("3") => "T3a",
        ["2", "2"] => "T2c",
        _ if any("2") => "T2",
        _ if any("1") => "T0/T1",
        _ => "TX",
    };
    Some(total.into())
}
