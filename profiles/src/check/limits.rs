//! Least and greatest values: numbers, quantities in the same unit, dates.

use std::cmp::Ordering;

use serde_json::Value;

use super::dates;

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
        (Value::Object(_), Value::Object(_)) => {
            let same_unit = value["system"] == limit["system"] && value["code"] == limit["code"];
            same_unit
                .then(|| compare(&value["value"], &limit["value"]))
                .flatten()
        }
        _ => None,
    }
}
