//! Pancreas: resectability, operation by the site, pT by size.

use super::{code, put_code};
use crate::sample::answers::Sheet;
use crate::sample::report::Making;
use crate::typed::Answer;

/// Variables that a rule binds.
pub(super) const BOUND: &[&str] = &["resectability", "setting", "size_inv"];

/// Makes the answers of a tumour of the pancreas agree.
pub(super) fn agree(sheet: &mut Sheet, making: &Making) {
    let metastatic = code(sheet, "resectability") == Some("metastatic");
    if code(sheet, "cm") == Some("M1") {
        put_code(sheet, "resectability", "metastatic");
    } else if metastatic {
        put_code(sheet, "resectability", "resectable");
    }
    let head = making.order.tumour.topography == "C25.0";
    let of_head = code(sheet, "op_type").is_some_and(|kind| kind == "whipple" || kind == "pppd");
    if head != of_head {
        put_code(sheet, "op_type", if head { "whipple" } else { "distal" });
    }
    size(sheet);
}

/// The size in millimetres gives pT, where no artery is involved.
fn size(sheet: &mut Sheet) {
    let Some(Answer::Quantity(size)) = sheet.get("size_inv") else {
        return;
    };
    let millimetres: f64 = size.parse().unwrap_or(0.0);
    let category = match millimetres {
        40.1.. => "T3",
        20.1.. => "T2",
        10.1.. => "T1c",
        5.1.. => "T1b",
        _ => "T1a",
    };
    put_code(sheet, "pt", category);
}
