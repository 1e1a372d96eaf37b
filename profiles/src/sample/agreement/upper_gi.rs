//! Oesophagus and stomach: spread, operation and histology by the site.

use super::{code, integer, put, put_code};
use crate::sample::answers::Sheet;
use crate::sample::report::Making;
use crate::typed::Answer;

/// Variables that a rule binds.
pub(super) const BOUND: &[&str] = &["op_planned", "setting", "lnd"];

/// Makes the answers of a tumour of oesophagus or stomach agree.
pub(super) fn agree(sheet: &mut Sheet, making: &Making) {
    let tumour = making.order.tumour;
    let oesophagus = tumour.topography.starts_with("C15") || tumour.topography == "C16.0";
    spread(sheet);
    operation(sheet, oesophagus);
    nodes(sheet, oesophagus);
    if code(sheet, "setting") == Some("neoadjuvant") && code(sheet, "neoadj") == Some("none") {
        put_code(sheet, "setting", "adjuvant");
    }
    let lauren = match tumour.morphology.as_str() {
        "8144/3" => "intestinal",
        "8145/3" | "8490/3" => "diffuse",
        _ => "mixed",
    };
    put_code(sheet, "lauren", lauren);
    put_code(sheet, "eus_result", "T2");
}

/// A tumour with distant spread is not operated.
fn spread(sheet: &mut Sheet) {
    let distant = code(sheet, "cm").is_some_and(|cm| cm.starts_with("M1"));
    let regional = code(sheet, "cn").is_some_and(|cn| cn != "N0");
    let seen = match (distant, regional) {
        (true, _) => "distant",
        (_, true) => "regional",
        _ => "none",
    };
    put_code(sheet, "ct_result", seen);
    put_code(sheet, "pet_result", seen);
    put_code(
        sheet,
        "laparoscopy_result",
        if distant { "peritoneum" } else { "none" },
    );
    put(sheet, "op_planned", Answer::Flag(!distant));
    put_code(sheet, "reason_no_op", "metastases");
}

fn operation(sheet: &mut Sheet, oesophagus: bool) {
    let of_stomach = ["total-gastrectomy", "subtotal-gastrectomy"];
    let fits = code(sheet, "op_type").is_some_and(|kind| of_stomach.contains(&kind) != oesophagus);
    if !fits {
        let usual = if oesophagus {
            "ivor-lewis"
        } else {
            "total-gastrectomy"
        };
        put_code(sheet, "op_type", usual);
    }
    put_code(sheet, "lnd", if oesophagus { "two-field" } else { "D2" });
    put_code(
        sheet,
        "anast_site",
        if oesophagus { "chest" } else { "abdomen" },
    );
}

/// N1 is one or two nodes, N2 three to six; N3 has its letters in the stomach only.
fn nodes(sheet: &mut Sheet, oesophagus: bool) {
    let category = match integer(sheet, "ln_pos") {
        Some(1 | 2) => "N1",
        Some(3..=6) => "N2",
        Some(7..) if oesophagus => "N3",
        Some(7..=15) => "N3a",
        Some(16..) => "N3b",
        _ => return,
    };
    put_code(sheet, "pn", category);
}
