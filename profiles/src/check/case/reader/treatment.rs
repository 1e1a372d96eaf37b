//! What a Procedure says: an operation, or a course of radiotherapy.

use super::View;
use super::at::At;
use crate::case_rules::gray;
use crate::registry::names;

/// Reads a Procedure.
pub(super) fn read(procedure: &At<'_>, view: &mut View) {
    if procedure.value["status"] == "entered-in-error" || procedure.value["status"] == "not-done" {
        return;
    }
    if let Some(intent) = procedure.extension(names::PROCEDURE_INTENT) {
        intent
            .child("valueCodeableConcept")
            .add_code(view, "intent");
    }
    let codes = procedure.child("code").items("coding");
    for coding in codes.filter(|coding| coding.value["system"] == names::NCSP) {
        coding.child("code").add_plain(view, "operation");
        procedure
            .child("performedDateTime")
            .add_day(view, "operated");
    }
    if procedure.extension(names::RADIOTHERAPY_SESSIONS).is_some() {
        course(procedure, view);
    }
}

fn course(procedure: &At<'_>, view: &mut View) {
    let period = procedure.child("performedPeriod");
    period.child("start").add_day(view, "rt_start");
    period.child("end").add_day(view, "rt_end");
    let Some(delivered) = procedure.extension(names::DOSE_DELIVERED) else {
        return;
    };
    if let Some(fractions) = delivered.extension("fractionsDelivered") {
        fractions
            .child("valueUnsignedInt")
            .add_plain(view, "rt_fractions");
    }
    if let Some(total) = delivered.extension("totalDoseDelivered") {
        let dose = total.child("valueQuantity");
        let told = dose.value["value"].as_number();
        let unit = dose.value["code"].as_str();
        let gray = told
            .zip(unit)
            .and_then(|(told, unit)| gray(told.as_str(), unit));
        if let Some(gray) = gray {
            view.add("rt_total_gy", gray, dose.place);
        }
    }
}
