//! Melanoma: pT by thickness and ulceration, pN by the sentinel node, M1 by LDH.

use super::{code, integer, put, put_code};
use crate::sample::answers::Sheet;
use crate::sample::report::Making;
use crate::typed::Answer;

/// Variables that a rule binds.
pub(super) const BOUND: &[&str] = &["breslow", "ulceration", "satellites", "sn_ex", "sn_pos"];

/// From what LDH on it is elevated, in units to the litre.
const LDH_HIGH: f64 = 255.0;

/// Makes the answers of a melanoma agree.
pub(super) fn agree(sheet: &mut Sheet, making: &Making) {
    thickness(sheet);
    nodes(sheet);
    lactate(sheet);
    let first = making.order.tumour.diagnosed.to_string();
    put(sheet, "date_primary", Answer::Date(first));
    let this = making.order.specimen().collected.to_string();
    put(sheet, "date_wide", Answer::Date(this));
    if making.order.tumour.topography.starts_with("C69") {
        put_code(sheet, "pt", "T2a");
    }
}

/// T1 to 1.0 mm, T2 to 2.0, T3 to 4.0, T4 above; b with ulceration, and T1 from 0.8 mm.
fn thickness(sheet: &mut Sheet) {
    let Some(Answer::Quantity(thickness)) = sheet.get("breslow") else {
        return;
    };
    let millimetres: f64 = thickness.parse().unwrap_or(0.0);
    let number = match millimetres {
        ..=1.0 => 1,
        ..=2.0 => 2,
        ..=4.0 => 3,
        _ => 4,
    };
    let ulcerated = matches!(sheet.get("ulceration"), Some(Answer::Flag(true)));
    let thick_t1 = number == 1 && millimetres >= 0.8;
    let letter = if ulcerated || thick_t1 { 'b' } else { 'a' };
    put_code(sheet, "pt", &format!("T{number}{letter}"));
}

/// Occult metastases are N1a, N2a and N3a; with satellites N1c, N2c and N3c.
fn nodes(sheet: &mut Sheet) {
    let satellites = matches!(sheet.get("satellites"), Some(Answer::Flag(true)));
    let positive = integer(sheet, "sn_pos").unwrap_or(0);
    let examined = integer(sheet, "sn_ex").unwrap_or(0);
    let category = match (examined, positive, satellites) {
        (0, _, false) => "NX",
        (0, _, true) | (_, 0, true) => "N1c",
        (_, 0, false) => "N0",
        (_, 1, false) => "N1a",
        (_, 1, true) => "N2c",
        (_, 2..=3, false) => "N2a",
        (_, _, false) => "N3a",
        (_, _, true) => "N3c",
    };
    put_code(sheet, "pn", category);
}

fn lactate(sheet: &mut Sheet) {
    let Some(Answer::Quantity(ldh)) = sheet.get("ldh") else {
        return;
    };
    let high = ldh.parse::<f64>().is_ok_and(|ldh| ldh > LDH_HIGH);
    put_code(sheet, "ldh_level", if high { "high" } else { "normal" });
    if code(sheet, "cm").is_some_and(|cm| cm.starts_with("M1")) {
        put_code(sheet, "cm", if high { "M1b(1)" } else { "M1b(0)" });
    }
}
