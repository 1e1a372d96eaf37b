//! Invariants of data types.

use serde_json::{Number, Value};

use super::{Check, Sight, has, has_choice};
use crate::check::dates::start;

pub(super) const CHECKS: &[(&str, Check)] = &[
    ("ext-1", |sight| {
        has(sight.value, "extension") != has_choice(sight.value, "value")
    }),
    ("ref-1", local_reference_is_contained),
    ("per-1", |sight| {
        in_order(&sight.value["start"], &sight.value["end"])
    }),
    ("rat-1", ratio_is_whole),
    ("rng-2", |sight| {
        not_above(&sight.value["low"], &sight.value["high"])
    }),
    ("qty-3", |sight| {
        !has(sight.value, "code") || has(sight.value, "system")
    }),
    ("sqty-1", |sight| !has(sight.value, "comparator")),
    ("att-1", |sight| {
        !has(sight.value, "data") || has(sight.value, "contentType")
    }),
    ("cpt-2", |sight| {
        !has(sight.value, "value") || has(sight.value, "system")
    }),
    ("tim-1", |sight| {
        together(sight.value, "duration", "durationUnit")
    }),
    ("tim-2", |sight| {
        together(sight.value, "period", "periodUnit")
    }),
    ("tim-4", |sight| not_negative(&sight.value["duration"])),
    ("tim-5", |sight| not_negative(&sight.value["period"])),
    ("tim-6", |sight| {
        !has(sight.value, "periodMax") || has(sight.value, "period")
    }),
    ("tim-7", |sight| {
        !has(sight.value, "durationMax") || has(sight.value, "duration")
    }),
    ("tim-8", |sight| {
        !has(sight.value, "countMax") || has(sight.value, "count")
    }),
    ("tim-10", |sight| {
        !(has(sight.value, "timeOfDay") && has(sight.value, "when"))
    }),
    ("obs-3", |sight| {
        ["low", "high", "text"]
            .iter()
            .any(|key| has(sight.value, key))
    }),
    ("pat-1", |sight| {
        ["name", "telecom", "address", "organization"]
            .iter()
            .any(|key| has(sight.value, key))
    }),
];

fn local_reference_is_contained(sight: &Sight<'_>) -> bool {
    let Some(fragment) = sight.value["reference"]
        .as_str()
        .and_then(|text| text.strip_prefix('#'))
    else {
        return true;
    };
    fragment.is_empty() || sight.bundle.contained(sight.resource, fragment).is_some()
}

fn in_order(start_at: &Value, end: &Value) -> bool {
    let (Some(from), Some(to)) = (start_at.as_str(), end.as_str()) else {
        return true;
    };
    let shared = from.len().min(to.len()).min(10);
    match (from.get(..shared), to.get(..shared)) {
        (Some(a), Some(b)) if a != b => a < b,
        _ if from.len() <= 10 || to.len() <= 10 => true,
        _ => start(from)
            .zip(start(to))
            .is_none_or(|(from, to)| from <= to),
    }
}

fn ratio_is_whole(sight: &Sight<'_>) -> bool {
    let both = has(sight.value, "numerator") && has(sight.value, "denominator");
    let neither = !has(sight.value, "numerator") && !has(sight.value, "denominator");
    both || (neither && has(sight.value, "extension"))
}

fn not_above(low: &Value, high: &Value) -> bool {
    let number = |quantity: &Value| quantity["value"].as_f64();
    let same = low["code"] == high["code"] && low["system"] == high["system"];
    !same
        || number(low)
            .zip(number(high))
            .is_none_or(|(low, high)| low <= high)
}

fn not_negative(value: &Value) -> bool {
    value
        .as_number()
        .and_then(Number::as_f64)
        .is_none_or(|number| number >= 0.0)
}

fn together(value: &Value, amount: &str, unit: &str) -> bool {
    !has(value, amount) || has(value, unit)
}
