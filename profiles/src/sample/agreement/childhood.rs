//! Children: height and weight by age, what the disease and the sex say.

use super::{put, put_code};
use crate::sample::answers::{Sheet, decimal};
use crate::sample::person::Sex;
use crate::sample::report::Making;
use crate::typed::Answer;

/// Variables that a rule binds.
pub(super) const BOUND: &[&str] = &["in_protocol", "tx_surgery"];

/// Makes the answers of a child agree.
pub(super) fn agree(sheet: &mut Sheet, making: &Making) {
    let order = making.order;
    let age = i64::from(order.patient.age(order.date));
    put(sheet, "height", Answer::Quantity(decimal(76 + 6 * age, 0)));
    put(sheet, "weight", Answer::Quantity(decimal(95 + 32 * age, 1)));
    if order.patient.sex == Sex::Female {
        let reason = "not-applicable".to_owned();
        put(sheet, "testis", Answer::Absent(reason));
    }
    let morphology = order.tumour.morphology.as_str();
    let (phenotype, aberration) = match morphology {
        "9837/3" => ("t", "other"),
        "9861/3" => ("myeloid", "runx1-runx1t1"),
        "9866/3" => ("myeloid", "other"),
        "9812/3" => ("b-precursor", "etv6-runx1"),
        _ => ("b-precursor", "high-hyperdiploidy"),
    };
    for suffix in ["", "_pathology"] {
        put_code(sheet, &format!("immunophenotype{suffix}"), phenotype);
        put_code(sheet, &format!("cytogenetics{suffix}"), aberration);
    }
    let grade = if morphology == "9421/1" { "1" } else { "4" };
    put_code(sheet, "who_grade", grade);
    put(sheet, "h3k27m", Answer::Flag(morphology == "9385/3"));
}
