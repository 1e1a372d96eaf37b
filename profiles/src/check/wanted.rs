//! What a profile wants, in words: codes, values, limits, the marks of a slice.
//!
//! Everything said here is the profile's own; nothing is a report's. Names and codes are
//! joined by signs, so that they are read in any language.

use std::cmp::Ordering;

use serde_json::Value;

use super::limits;
use crate::plan::{Criterion, Hop, Slice, Test};

/// So many codes are named one by one.
const CODES_MAX: usize = 12;

/// So many members of a value are named.
const MEMBERS_MAX: usize = 6;

/// So many tests of a slice are named.
const TESTS_MAX: usize = 3;

/// What to do about a code that does not fit: to use one of those that do, where they are
/// few, else what `which` says, with one of them where they are known.
pub(super) fn code(fitting: Option<Vec<&str>>, which: &str) -> String {
    let mut codes = fitting.unwrap_or_default();
    codes.sort_unstable();
    match codes.as_slice() {
        [] => format!("{which}."),
        [first, ..] if codes.len() > CODES_MAX => format!("{which}, such as {first}."),
        few => format!("Use one of these: {}.", few.join(", ")),
    }
}

/// A value that a profile fixes, or has as its pattern.
pub(super) fn value(wanted: &Value) -> String {
    let mut members = Vec::new();
    gather(wanted, "", &mut members);
    members.truncate(MEMBERS_MAX);
    members.join(", ")
}

fn gather(value: &Value, path: &str, members: &mut Vec<String>) {
    let said = |text: &str| match path {
        "" => text.to_owned(),
        path => format!("{path} = {text}"),
    };
    match value {
        Value::Object(inner) => {
            for (key, value) in inner {
                let below = match path {
                    "" => key.clone(),
                    path => format!("{path}.{key}"),
                };
                gather(value, &below, members);
            }
        }
        Value::Array(items) => {
            for item in items {
                gather(item, path, members);
            }
        }
        Value::String(text) => members.push(said(text)),
        other => members.push(said(&other.to_string())),
    }
}

/// Which limit a value breaks, and what it is.
pub(super) fn limit(value: &Value, least: Option<&Value>, most: Option<&Value>) -> Option<String> {
    let sentence = match limits::beyond(value, least, most)? {
        Ordering::Less => below(&bound(least?)),
        _ => above(&bound(most?)),
    };
    Some(sentence)
}

/// That a number lies below a limit.
pub(super) fn below(least: &str) -> String {
    format!("lies below {least}. Check it and its unit.")
}

/// That a number lies above a limit.
pub(super) fn above(most: &str) -> String {
    format!("lies above {most}. Check it and its unit.")
}

fn bound(limit: &Value) -> String {
    let unit = limit["code"].as_str().map(|unit| format!(" {unit}"));
    let number = limit.get("value").unwrap_or(limit);
    let plain = |text: &str| text.to_owned();
    let number = number.as_str().map_or_else(|| number.to_string(), plain);
    number + &unit.unwrap_or_default()
}

/// What the items of a slice are known by.
pub(super) fn marks(slice: &Slice) -> Option<String> {
    let marks: Vec<String> = slice.tests.iter().take(TESTS_MAX).map(mark).collect();
    (!marks.is_empty()).then(|| marks.join("; "))
}

fn mark(test: &Test) -> String {
    let path = path_of(&test.hops);
    let wanted = match &test.criterion {
        Criterion::Equals(wanted) | Criterion::Matches(wanted) => value(wanted),
        Criterion::Bound(binding) => binding.url.to_string(),
        Criterion::Exists(_) => return path,
        Criterion::Type(types) => types.join(", "),
        Criterion::Profile(profiles) => {
            let urls: Vec<&str> = profiles.iter().map(|profile| &*profile.url).collect();
            urls.join(", ")
        }
    };
    format!("{path}: {wanted}")
}

/// The way from an item to what a test looks at.
pub(super) fn path_of(hops: &[Hop]) -> String {
    let names: Vec<String> = hops
        .iter()
        .map(|hop| match hop {
            Hop::Child(name) => name.to_string(),
            Hop::Extension(url) => format!("extension('{url}')"),
            Hop::Resolve => "resolve()".to_owned(),
            Hop::OfType(kind) => format!("ofType({kind})"),
        })
        .collect();
    if names.is_empty() {
        "$this".to_owned()
    } else {
        names.join(".")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{code, limit, value};

    #[test]
    fn few_codes_are_all_named_and_of_many_one() {
        assert_eq!(
            code(Some(vec!["b", "a"]), "Use one that is"),
            "Use one of these: a, b."
        );
        let many: Vec<String> = (10..30).map(|each| each.to_string()).collect();
        let many = many.iter().map(String::as_str).collect();
        assert_eq!(
            code(Some(many), "Use one that is"),
            "Use one that is, such as 10."
        );
        assert_eq!(code(None, "Use one that it has"), "Use one that it has.");
    }

    #[test]
    fn a_wanted_value_is_said_member_by_member() {
        assert_eq!(value(&json!("final")), "final");
        let pattern = json!({"coding": [{"system": "urn:a", "code": "b"}], "userSelected": true});
        assert_eq!(
            value(&pattern),
            "coding.system = urn:a, coding.code = b, userSelected = true"
        );
    }

    #[test]
    fn the_limit_that_is_broken_is_said_with_its_unit() {
        let height = |value: i32| json!({"value": value, "system": "urn:a", "code": "cm"});
        let said = |sent| limit(&height(sent), Some(&height(50)), Some(&height(250)));
        assert_eq!(
            said(49).unwrap(),
            "lies below 50 cm. Check it and its unit."
        );
        assert_eq!(
            said(251).unwrap(),
            "lies above 250 cm. Check it and its unit."
        );
        assert!(said(170).is_none());
    }
}
