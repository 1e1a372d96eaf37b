//! Values into the members of an object, as FHIR's JSON has them
//! (<http://hl7.org/fhir/R4/json.html#primitive>).

use serde_json::{Map, Number, Value};

use crate::plan::Primitive;

/// The members of an object.
pub(super) type Members = Map<String, Value>;

/// The value of a primitive. What is not written as its type is stays text, which the
/// structural layer then refuses.
pub(super) fn primitive(form: Primitive, text: &str) -> Value {
    match (form, text) {
        (Primitive::Boolean, "true") => Value::Bool(true),
        (Primitive::Boolean, "false") => Value::Bool(false),
        (Primitive::Number, text) => number(text).unwrap_or_else(|| text.into()),
        (_, text) => text.into(),
    }
}

/// A number as written; JSON's grammar is that of FHIR's decimals.
fn number(text: &str) -> Option<Value> {
    let bare = text.starts_with(|first: char| first.is_ascii_digit() || first == '-')
        && text.ends_with(|last: char| last.is_ascii_digit());
    let number = bare.then(|| serde_json::from_str::<Number>(text).ok());
    number.flatten().map(Value::Number)
}

/// How many values stand under a name.
pub(super) fn count(members: &Members, name: &str) -> usize {
    match members.get(name) {
        None => 0,
        Some(Value::Array(items)) => items.len(),
        Some(_) => 1,
    }
}

/// Puts a value under its name.
pub(super) fn put(members: &mut Members, name: &str, many: bool, value: Value) {
    if !many {
        members.insert(name.to_owned(), value);
    } else if let Some(Value::Array(items)) = members.get_mut(name) {
        items.push(value);
    } else {
        members.insert(name.to_owned(), Value::Array(vec![value]));
    }
}

/// Puts a primitive under its name, and what stands beside it under `_name`; in arrays
/// both have their places, `null` where there is nothing.
pub(super) fn put_primitive(
    members: &mut Members,
    (name, many): (&str, bool),
    value: Option<Value>,
    beside: Members,
) {
    let beside = (!beside.is_empty()).then_some(Value::Object(beside));
    if many {
        let before = count(members, name);
        put(members, name, true, value.unwrap_or(Value::Null));
        put_beside(members, &format!("_{name}"), before, beside);
    } else {
        if let Some(value) = value {
            members.insert(name.to_owned(), value);
        }
        if let Some(beside) = beside {
            members.insert(format!("_{name}"), beside);
        }
    }
}

fn put_beside(members: &mut Members, name: &str, before: usize, beside: Option<Value>) {
    if let Some(Value::Array(items)) = members.get_mut(name) {
        items.push(beside.unwrap_or(Value::Null));
    } else if let Some(beside) = beside {
        let mut items = vec![Value::Null; before];
        items.push(beside);
        members.insert(name.to_owned(), Value::Array(items));
    }
}

/// Takes away the arrays that hold nothing: their primitives have extensions only.
pub(super) fn settle(members: &mut Members) {
    let empty = |value: Option<&Value>| {
        let items = value.and_then(Value::as_array);
        items.is_some_and(|items| items.iter().all(Value::is_null))
    };
    let stems = members.keys().filter_map(|name| name.strip_prefix('_'));
    let idle = stems.filter(|stem| empty(members.get(*stem)));
    let idle: Vec<String> = idle.map(str::to_owned).collect();
    for name in idle {
        members.remove(&name);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Members, primitive, put_primitive, settle};
    use crate::plan::Primitive;

    #[test]
    fn values_have_the_type_of_their_element_and_stay_as_written() {
        let number = |text| primitive(Primitive::Number, text).to_string();
        assert_eq!(number("0.010"), "0.010");
        assert_eq!(number("-12"), "-12");
        for other in ["", "1.", ".5", "+1", "01", " 1", "1 ", "NaN", "1x"] {
            assert!(primitive(Primitive::Number, other).is_string(), "{other}");
        }
        assert_eq!(primitive(Primitive::Boolean, "true"), json!(true));
        assert_eq!(primitive(Primitive::Boolean, "1"), json!("1"));
        assert_eq!(primitive(Primitive::Text, "true"), json!("true"));
    }

    #[test]
    fn arrays_of_primitives_and_of_what_stands_beside_them_keep_step() {
        let beside = || json!({"id": "a"}).as_object().cloned().unwrap();
        let mut members = Members::new();
        let given = ("given", true);
        put_primitive(&mut members, given, Some(json!("A")), Members::new());
        put_primitive(&mut members, given, None, beside());
        put_primitive(&mut members, given, Some(json!("B")), Members::new());
        put_primitive(&mut members, ("suffix", true), None, beside());
        settle(&mut members);
        let wanted = json!({
            "given": ["A", null, "B"],
            "_given": [null, {"id": "a"}, null],
            "_suffix": [{"id": "a"}],
        });
        assert_eq!(Value::Object(members), wanted);
    }
}
