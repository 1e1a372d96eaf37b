//! Sarcoma: the grade by its scores, pT by size, what GIST and gene alterations say.

use super::{code, integer, put, put_code};
use crate::sample::answers::Sheet;
use crate::sample::report::Making;
use crate::typed::Answer;

/// Variables that a rule binds.
pub(super) const BOUND: &[&str] = &[
    "fnclcc_diff",
    "fnclcc_mitoses",
    "fnclcc_necrosis",
    "fnclcc_grade",
    "setting",
];

/// Makes the answers of a sarcoma agree.
pub(super) fn agree(sheet: &mut Sheet, making: &Making) {
    let tumour = making.order.tumour;
    scores(sheet);
    let bone = ["C40", "C41"].contains(&tumour.organ());
    size(sheet, bone);
    margin(sheet);
    let treatment = match making.order.kind {
        "radiotherapy" => "radiotherapy",
        _ => "chemotherapy",
    };
    put_code(sheet, "neoadj_treatment", treatment);
    if number(sheet, "gist_mitoses").is_some_and(|mitoses| mitoses > 5.0) {
        put_code(sheet, "gist_risk", "high");
    } else {
        put_code(sheet, "gist_risk", "low");
    }
    if code(sheet, "kit").is_some_and(|kit| kit != "wild-type") {
        put_code(sheet, "pdgfra", "wild-type");
    }
    let alteration = match tumour.morphology.as_str() {
        "9040/3" => "ss18",
        "9260/3" => "ewsr1",
        "8852/3" => "fus",
        "8858/3" => "mdm2",
        _ => "none",
    };
    put_code(sheet, "fusion", alteration);
}

fn number(sheet: &Sheet, id: &str) -> Option<f64> {
    match sheet.get(id)? {
        Answer::Quantity(text) => text.parse().ok(),
        _ => None,
    }
}

/// The mitoses give their score; the three scores' sum gives the grade: 2 or 3 is 1, 4 or
/// 5 is 2, above is 3.
fn scores(sheet: &mut Sheet) {
    if let Some(mitoses) = number(sheet, "mitoses_hpf") {
        let score = match mitoses {
            20.0.. => 3,
            10.0.. => 2,
            _ => 1,
        };
        put(sheet, "fnclcc_mitoses", Answer::Integer(score));
    }
    let necrosis = code(sheet, "fnclcc_necrosis").and_then(|code| code.parse::<i64>().ok());
    let scores = (
        integer(sheet, "fnclcc_diff"),
        integer(sheet, "fnclcc_mitoses"),
    );
    if let ((Some(differentiation), Some(mitoses)), Some(necrosis)) = (scores, necrosis) {
        let grade = match differentiation + mitoses + necrosis {
            ..=3 => "1",
            4 | 5 => "2",
            _ => "3",
        };
        put_code(sheet, "fnclcc_grade", grade);
    }
}

/// The size in centimetres gives pT: of bone above 8, of soft tissue in steps of 5.
fn size(sheet: &mut Sheet, bone: bool) {
    let Some(centimetres) = number(sheet, "size_inv") else {
        return;
    };
    let category = match centimetres {
        8.1.. if bone => "T2",
        15.1.. => "T4",
        10.1.. => "T3",
        5.1.. if !bone => "T2",
        _ => "T1",
    };
    put_code(sheet, "pt", category);
}

/// A margin that is not free is none.
fn margin(sheet: &mut Sheet) {
    let millimetres = match code(sheet, "r_class") {
        Some("R0") => "3.0",
        Some(_) => "0.0",
        None => return,
    };
    put(sheet, "margin_mm", Answer::Quantity(millimetres.to_owned()));
}
