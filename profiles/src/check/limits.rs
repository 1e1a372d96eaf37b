//! Least and greatest values: numbers, quantities in units that compare, dates.

use std::cmp::Ordering;

use serde_json::Value;

use super::dates;
use crate::fhirpath::order_of_quantities;

/// On which side a value lies beyond its limits; nothing where it does not, or cannot be
/// compared.
pub(super) fn beyond(
    value: &Value,
    least: Option<&Value>,
    greatest: Option<&Value>,
) -> Option<Ordering> {
    let below = least.and_then(|least| compare(value, least)) == Some(Ordering::Less);
    let above = greatest.and_then(|greatest| compare(value, greatest)) == Some(Ordering::Greater);
    match (below, above) {
        (true, _) => Some(Ordering::Less),
        (_, true) => Some(Ordering::Greater),
        _ => None,
    }
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
