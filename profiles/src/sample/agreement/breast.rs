//! Breast: the grade by the three scores, pT by the size.

use super::{integer, put, put_code};
use crate::sample::answers::{Sheet, decimal};
use crate::typed::Answer;

/// Makes the answers of a breast tumour agree.
pub(super) fn agree(sheet: &mut Sheet) {
    nottingham(sheet);
    sizes(sheet);
}

/// The three scores' sum gives the grade: 3 to 5 is 1, 6 or 7 is 2, 8 or 9 is 3.
fn nottingham(sheet: &mut Sheet) {
    let scores = ["nhg_tubules", "nhg_nuclear", "nhg_mitoses"].map(|id| integer(sheet, id));
    let [Some(tubules), Some(nuclear), Some(mitoses)] = scores else {
        return;
    };
    let grade = match tubules + nuclear + mitoses {
        ..=5 => "1",
        6 | 7 => "2",
        _ => "3",
    };
    put_code(sheet, "nhg", grade);
    put_code(sheet, "grade", grade);
}

/// The size of the invasive tumour in millimetres gives pT.
fn sizes(sheet: &mut Sheet) {
    let Some(Answer::Quantity(size)) = sheet.get("size_inv") else {
        return;
    };
    let millimetres: f64 = size.parse().unwrap_or(0.0);
    let category = match millimetres {
        ..=1.0 => "T1mi",
        ..=5.0 => "T1a",
        ..=10.0 => "T1b",
        ..=20.0 => "T1c",
        ..=50.0 => "T2",
        _ => "T3",
    };
    put_code(sheet, "pt", category);
    put(sheet, "margin_mm", Answer::Quantity(decimal(25, 1)));
}
