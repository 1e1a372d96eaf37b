//! Which concepts a filter of a value set keeps (R4, ValueSet.compose.include.filter).

use std::collections::HashSet;

use regex::Regex;
use serde_json::Value;

use super::concepts::{Concept, Concepts, list, value_of};

/// The operators that R4 has.
pub(super) const OPERATORS: [&str; 9] = [
    "=",
    "is-a",
    "descendent-of",
    "is-not-a",
    "regex",
    "in",
    "not-in",
    "generalizes",
    "exists",
];

/// The most bytes that a filter's expression may be compiled to.
const REGEX_BYTES_MAX: usize = 1 << 20;

/// The codes that a filter keeps; nothing where that cannot be told from what is loaded.
pub(super) fn kept<'a>(concepts: &Concepts<'a>, filter: &'a Value) -> Option<HashSet<&'a str>> {
    let text = |key: &str| filter[key].as_str();
    let (property, operator, value) = (text("property")?, text("op")?, text("value")?);
    if !is_own(property) && !concepts.declares(property) {
        return None;
    }
    let of_code = matches!(property, "concept" | "code");
    match operator {
        "is-a" if of_code => Some(concepts.below(value)),
        "descendent-of" if of_code => {
            let mut below = concepts.below(value);
            below.remove(value);
            Some(below)
        }
        "is-not-a" if of_code => {
            let below = concepts.below(value);
            Some(where_code(concepts, |code| !below.contains(code)))
        }
        "generalizes" if of_code => Some(concepts.above(value)),
        "exists" => {
            let wanted = value == "true";
            Some(where_values(concepts, property, |values| {
                values.is_empty() != wanted
            }))
        }
        _ => compared(concepts, property, (operator, value)),
    }
}

/// The codes of which a value of the property compares as the operator says.
fn compared<'a>(
    concepts: &Concepts<'a>,
    property: &str,
    (operator, value): (&str, &str),
) -> Option<HashSet<&'a str>> {
    let is_one = |found: &String| value.split(',').any(|each| each.trim() == found);
    Some(match operator {
        "=" => where_values(concepts, property, |found| {
            found.iter().any(|found| found == value)
        }),
        "in" => where_values(concepts, property, |found| found.iter().any(is_one)),
        "not-in" => where_values(concepts, property, |found| !found.iter().any(is_one)),
        "regex" => {
            let whole = regex::RegexBuilder::new(&format!("^(?:{value})$"))
                .size_limit(REGEX_BYTES_MAX)
                .build();
            let whole: Regex = whole.ok()?;
            where_values(concepts, property, |found| {
                found.iter().any(|found| whole.is_match(found))
            })
        }
        _ => return None,
    })
}

/// Whether every code system has that property.
fn is_own(property: &str) -> bool {
    matches!(
        property,
        "concept" | "code" | "display" | "parent" | "child"
    )
}

fn where_code<'a>(concepts: &Concepts<'a>, keeps: impl Fn(&'a str) -> bool) -> HashSet<&'a str> {
    let codes = concepts.iter().map(|(code, _)| code);
    codes.filter(|code| keeps(code)).collect()
}

fn where_values<'a>(
    concepts: &Concepts<'a>,
    property: &str,
    keeps: impl Fn(&[String]) -> bool,
) -> HashSet<&'a str> {
    let kept = concepts
        .iter()
        .filter(|(code, concept)| keeps(&values(code, concept, property)));
    kept.map(|(code, _)| code).collect()
}

/// What a concept has of a property, as text.
fn values(code: &str, concept: &Concept<'_>, property: &str) -> Vec<String> {
    let codes = |codes: &[&str]| codes.iter().map(|&code| code.to_owned()).collect();
    match property {
        "concept" | "code" => vec![code.to_owned()],
        "display" => text(&concept.said["display"]).into_iter().collect(),
        "parent" => codes(&concept.parents),
        "child" => codes(&concept.children),
        _ => list(&concept.said["property"])
            .filter(|each| each["code"] == property)
            .filter_map(|each| text(value_of(each)?))
            .collect(),
    }
}

/// A value as a filter writes it; of a Coding the code.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Object(coding) => Some(coding.get("code")?.as_str()?.to_owned()),
        _ => None,
    }
}
