//! Lymphoid malignancies: stage by the marrow, ISS by the blood, what the entity says.

use super::{code, put_code};
use crate::sample::answers::Sheet;
use crate::sample::report::Making;
use crate::typed::Answer;

/// Variables that a rule binds.
pub(super) const BOUND: &[&str] = &["bm", "b2m", "alb", "strategy", "transformation"];

/// Genetic findings of myeloma that raise R-ISS.
const HIGH_RISK: [&str; 3] = ["del17p", "fish_t4_14", "fish_t14_16"];

/// Makes the answers of a lymphoid malignancy agree.
pub(super) fn agree(sheet: &mut Sheet, making: &Making) {
    let tumour = making.order.tumour;
    if is_true(sheet, "bm") {
        put_code(sheet, "ann_arbor", "IV");
    }
    myeloma(sheet, high_ldh(making));
    let criteria = match tumour.icd10.as_str() {
        "C90.0" => "imwg",
        "C91.1" => "iwcll",
        _ => "lugano",
    };
    put_code(sheet, "response_criteria", criteria);
    put_code(sheet, "relapse_entity", "9680/3");
    entity(sheet, &tumour.morphology);
}

fn is_true(sheet: &Sheet, id: &str) -> bool {
    matches!(sheet.get(id), Some(Answer::Flag(true)))
}

fn number(sheet: &Sheet, id: &str) -> f64 {
    match sheet.get(id) {
        Some(Answer::Quantity(number)) => number.parse().unwrap_or(0.0),
        _ => 0.0,
    }
}

/// The age's upper limit of LDH, in U/L.
fn high_ldh(making: &Making) -> f64 {
    let order = making.order;
    if order.patient.age(order.tumour.diagnosed) < 70 {
        205.0
    } else {
        255.0
    }
}

/// ISS: I below 3.5 mg/L of beta-2 microglobulin with 35 g/L of albumin, III from 5.5 mg/L.
fn myeloma(sheet: &mut Sheet, high_ldh: f64) {
    let high_risk =
        HIGH_RISK.iter().any(|id| is_true(sheet, id)) || number(sheet, "ldh") > high_ldh;
    let (iss, riss) = match number(sheet, "b2m") {
        5.5.. if high_risk => ("C70660", "C141396"),
        5.5.. => ("C70660", "C141395"),
        ..3.5 if number(sheet, "alb") >= 35.0 && high_risk => ("C70658", "C141395"),
        ..3.5 if number(sheet, "alb") >= 35.0 => ("C70658", "C141394"),
        _ => ("C70659", "C141395"),
    };
    put_code(sheet, "iss", iss);
    put_code(sheet, "riss", riss);
}

fn entity(sheet: &mut Sheet, morphology: &str) {
    let grade = match morphology {
        "9695/3" => "1",
        "9691/3" => "2",
        _ => "3A",
    };
    put_code(sheet, "fl_grade", grade);
    let phenotype = if morphology == "9837/3" { "t" } else { "b" };
    for id in ["immunophenotype", "immunophenotype_pathology"] {
        put_code(sheet, id, phenotype);
    }
    let hodgkin = morphology.starts_with("965") || morphology.starts_with("966");
    if code(sheet, "cd20").is_some() && !hodgkin {
        put_code(sheet, "cd20", "positive");
    }
    if hodgkin {
        put_code(sheet, "cd30", "positive");
    }
}
