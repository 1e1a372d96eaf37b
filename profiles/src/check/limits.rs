//! Least and greatest values: numbers, quantities in units that compare, dates.

use std::cmp::Ordering;

use serde_json::Value;

use super::dates;
use crate::fhirpath::order_of_quantities;

/// Whether a value lies within limits; what cannot be compared does.
pub(super) fn within(value: &Value, least: Option<&Value>, greatest: Option<&Value>) -> bool {
    let below = least.and_then(|least| compare(value, least)) == Some(Ordering::Less);
    let above = greatest.and_then(|greatest| compare(value, greatest)) == Some(Ordering::Greater);
    !below && !above
}

fn compare(value: &Value, limit: &Value) -> Option<Ordering> {
    match (value, limit) {
        (Value::Number(value), Value::Number(limit)) => {
            value.as_f64()?.partial_cmp(&limit.as_f64()?)
        }
        (Value::String(value), Value::String(limit)) => {
            Some(dates::start(value)?.cmp(&dates::start(limit)?))
        }
        (Value::Object(_), Value::Object(_)) => order_of_quantities(value, limit),
        _ => None,
    }
}
