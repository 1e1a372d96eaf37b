//! Values against what a profile says of them: fixed, pattern, codes.

use serde_json::Value;

use crate::compile::Library;
use crate::plan::Binding;
use crate::terminology::{Coded, Membership, ValueSet};

/// Whether a value has all of a pattern within it.
pub(super) fn matches(value: &Value, pattern: &Value) -> bool {
    match (value, pattern) {
        (Value::Object(members), Value::Object(wanted)) => wanted.iter().all(|(key, wanted)| {
            members
                .get(key)
                .is_some_and(|member| matches(member, wanted))
        }),
        (Value::Array(items), Value::Array(wanted)) => wanted
            .iter()
            .all(|wanted| items.iter().any(|item| matches(item, wanted))),
        _ => equals(value, pattern),
    }
}

/// Whether two values are the same; numbers by value.
pub(super) fn equals(value: &Value, fixed: &Value) -> bool {
    match (value, fixed) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .zip(b)
                    .all(|((ka, va), (kb, vb))| ka == kb && equals(va, vb))
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equals(a, b))
        }
        _ => value == fixed,
    }
}

/// Whether a coded value is in the set of a binding; nothing when it has no code.
pub(super) fn membership(
    library: &Library,
    binding: &Binding,
    value: &Value,
) -> Option<Membership> {
    let set = library.set_of(binding);
    match value {
        Value::String(code) => Some(set.contains(&Coded {
            system: None,
            version: None,
            code,
        })),
        Value::Object(concept) => match concept.get("coding").and_then(Value::as_array) {
            Some(codings) => codings
                .iter()
                .filter_map(|coding| of_coding(set, coding))
                .min_by_key(|member| rank(*member)),
            None => of_coding(set, value),
        },
        _ => None,
    }
}

/// Whether a Coding or Quantity is in a set; a code without a system is in none.
fn of_coding(set: &ValueSet, coding: &Value) -> Option<Membership> {
    let text = |key: &str| coding.get(key).and_then(Value::as_str);
    let code = Coded {
        system: text("system"),
        version: text("version"),
        code: text("code")?,
    };
    match code.system {
        Some(_) => Some(set.contains(&code)),
        None => Some(Membership::NotMember),
    }
}

/// One coding in the set suffices.
fn rank(membership: Membership) -> u8 {
    match membership {
        Membership::Member => 0,
        Membership::Undecidable => 1,
        Membership::NotMember => 2,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{equals, matches};

    #[test]
    fn a_pattern_lies_within_a_value() {
        let value = json!({"coding": [{"system": "a", "code": "b", "display": "c"}], "text": "d"});
        assert!(matches(
            &value,
            &json!({"coding": [{"system": "a", "code": "b"}]})
        ));
        assert!(!matches(
            &value,
            &json!({"coding": [{"system": "a", "code": "x"}]})
        ));
    }

    #[test]
    fn a_fixed_value_is_the_same_and_no_more() {
        assert!(equals(&json!({"a": 1.0}), &json!({"a": 1.00})));
        assert!(!equals(&json!({"a": 1, "b": 2}), &json!({"a": 1})));
    }
}
