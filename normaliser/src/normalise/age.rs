//! The patient's age at a diagnosis, in completed years: what routing asks, so that no
//! date of birth has to be kept.

use caseway_proto::Value;
use jiff::Unit;
use jiff::civil::Date;

use super::report::Report;
use super::value;
use crate::fhir::day;

/// The age on a day, where both dates are known to the day.
pub(super) fn on(report: &Report<'_, '_>, date: &str) -> Option<Value> {
    let (_, patient) = report.bundle.of_type("Patient").next()?;
    let birth_date = patient.child("birthDate")?;
    let born: Date = birth_date.own_text()?.parse().ok()?;
    let diagnosed: Date = day(date)?.parse().ok()?;
    let years = born.until((Unit::Year, diagnosed)).ok()?.get_years();
    (years >= 0).then(|| value::text("age", &years.to_string(), &birth_date))
}
