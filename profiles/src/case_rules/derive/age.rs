//! Age at diagnosis, in whole years.
//!
//! Of dates that are known to the day; the Cancer Registry's other dates say no age.

use jiff::Unit;
use serde_json::Value;

use super::{Derivation, Fields};

pub(super) const ALL: &[Derivation] = &[Derivation {
    field: "age",
    from: &["diagnosed", "birth"],
    source: "Completed years from birth to diagnosis",
    run: age,
}];

fn age(fields: &Fields) -> Option<Value> {
    let (born, diagnosed) = (fields.day("birth")?, fields.day("diagnosed")?);
    let years = born.until((Unit::Year, diagnosed)).ok()?.get_years();
    Some(years.into())
}
