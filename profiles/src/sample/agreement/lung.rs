//! Lung: growth patterns, pT by size and pleura, variants of genes.

use super::{code, integer, put, put_code};
use crate::sample::answers::Sheet;
use crate::sample::draw::Draw;
use crate::typed::Answer;

/// Variables that a rule binds.
pub(super) const BOUND: &[&str] = &[
    "pct_lepidic",
    "pct_acinar",
    "pct_papillary",
    "pct_solid",
    "pct_micropapillary",
    "vpi",
];

/// Shares of lepidic, acinar, papillary, solid and micropapillary growth.
const PATTERNS: [[u8; 5]; 4] = [
    [20, 50, 10, 15, 5],
    [60, 30, 10, 0, 0],
    [0, 40, 20, 40, 0],
    [5, 70, 5, 10, 10],
];

const GENES: [&str; 8] = ["egfr", "alk", "ros1", "braf", "kras", "ret", "met", "ntrk"];

/// Makes the answers of a lung tumour agree.
pub(super) fn agree(sheet: &mut Sheet, draw: &mut Draw) {
    if code(sheet, "cm").is_some_and(|cm| cm.starts_with("M1")) {
        put_code(sheet, "plan", "systemic");
    }
    patterns(sheet, draw);
    size(sheet);
    if code(sheet, "r_class_pathology") == Some("R2") {
        put_code(sheet, "r_class_pathology", "R0");
    }
    if integer(sheet, "ln_pos").is_some_and(|positive| positive >= 4) {
        put_code(sheet, "pn", "N2");
    }
    for gene in GENES {
        if code(sheet, gene) != Some("mutated") {
            sheet.remove(&format!("{gene}_variant"));
        }
    }
}

/// The five shares add up to the whole.
fn patterns(sheet: &mut Sheet, draw: &mut Draw) {
    let Some(shares) = draw.one(&PATTERNS) else {
        return;
    };
    for (id, share) in BOUND.iter().zip(shares) {
        put(sheet, id, Answer::Quantity(share.to_string()));
    }
}

/// Growth to the pleura is pT2a or higher; else the invasive size in millimetres decides.
fn size(sheet: &mut Sheet) {
    let Some(Answer::Quantity(size)) = sheet.get("size_inv") else {
        return;
    };
    let millimetres: f64 = size.parse().unwrap_or(0.0);
    let pleura = code(sheet, "vpi").unwrap_or("PL0");
    let category = match millimetres {
        70.1.. => "T4",
        50.1.. => "T3",
        _ if pleura == "PL3" => "T3",
        40.1.. => "T2b",
        30.1.. => "T2a",
        _ if pleura != "PL0" => "T2a",
        20.1.. => "T1c",
        10.1.. => "T1b",
        _ => "T1a",
    };
    put_code(sheet, "pt", category);
}
