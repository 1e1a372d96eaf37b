//! The JSON Schema of one variable: its code, its value, and the test of a condition on it.

use serde_json::{Map, Value, json};

use super::observation_profile::decimal;
use super::words;
use crate::registry::table::{Coded, Condition, ValueType, Variable};
use crate::registry::{Asked, Place, names};

/// An Observation that answers a variable.
pub(super) fn code_of(asked: &Asked) -> Value {
    let codings: Vec<Value> = asked
        .codings()
        .iter()
        .map(|coding| {
            json!({
                "required": ["system", "code"],
                "properties": {"system": {"const": coding.system}, "code": {"const": coding.code}},
            })
        })
        .collect();
    json!({
        "required": ["resourceType", "code"],
        "properties": {
            "resourceType": {"const": "Observation"},
            "code": {"required": ["coding"], "properties": {"coding": {
                "contains": {"anyOf": codings},
            }}},
        },
    })
}

/// The variable: a value of its type within its bounds, or the reason why there is none.
pub(super) fn definition(asked: &Asked, carried: &[Asked]) -> Value {
    let variable = asked.variable;
    let (member, value) = value(asked);
    json!({
        "title": format!("{} / {}", variable.name.nb, variable.name.en),
        "description": description(variable, carried),
        "type": "object",
        "required": ["resourceType", "status", "code", "subject"],
        "properties": {member: value, "dataAbsentReason": absence()},
        "oneOf": [{"required": [member]}, {"required": ["dataAbsentReason"]}],
    })
}

fn description(variable: &Variable, carried: &[Asked]) -> String {
    let mut sentence = format!(
        "{}, {}",
        words::of_type(variable.value_type),
        words::of_need(variable, carried)
    );
    let bounds = words::of_bounds(variable);
    if !bounds.is_empty() {
        sentence = format!("{sentence}; {bounds}");
    }
    if let Some(note) = &variable.note {
        sentence = format!("{sentence}. {note}");
    }
    sentence
}

fn value(asked: &Asked) -> (&'static str, Value) {
    let variable = asked.variable;
    match variable.value_type {
        Some(ValueType::Code) | None => ("valueCodeableConcept", concept(asked)),
        Some(ValueType::Integer) => ("valueInteger", number("integer", variable)),
        Some(ValueType::Quantity) => (
            "valueQuantity",
            json!({
                "type": "object",
                "required": ["value", "system", "code"],
                "properties": {
                    "value": number("number", variable),
                    "system": {"const": names::UCUM},
                    "code": {"const": variable.unit},
                },
            }),
        ),
        Some(ValueType::Date) => (
            "valueDateTime",
            json!({
                "type": "string",
                "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T.*)?)?)?$",
            }),
        ),
        Some(ValueType::Boolean) => ("valueBoolean", json!({"type": "boolean"})),
        Some(ValueType::Text) => ("valueString", json!({"type": "string", "minLength": 1})),
    }
}

fn concept(asked: &Asked) -> Value {
    let one_of: Vec<Value> = asked
        .variable
        .values
        .iter()
        .map(|value| coded(asked, value))
        .collect();
    json!({"type": "object", "required": ["coding"], "properties": {
        "coding": {"type": "array", "contains": {"anyOf": one_of}},
    }})
}

fn coded(asked: &Asked, value: &Coded) -> Value {
    json!({
        "title": format!("{} / {}", value.nb, value.en),
        "required": ["system", "code"],
        "properties": {
            "system": {"const": asked.value_system(value)},
            "code": {"const": value.code},
        },
    })
}

fn number(name: &str, variable: &Variable) -> Value {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), name.into());
    let bound = |bound: f64| Value::Number(decimal(bound));
    schema.extend(variable.min.map(|min| ("minimum".to_owned(), bound(min))));
    schema.extend(variable.max.map(|max| ("maximum".to_owned(), bound(max))));
    Value::Object(schema)
}

fn absence() -> Value {
    json!({"type": "object", "required": ["coding"], "properties": {"coding": {
        "type": "array",
        "contains": {
            "required": ["system", "code"],
            "properties": {
                "system": {"const": names::DATA_ABSENT_REASON},
                "code": {"enum": names::ABSENCES},
            },
        },
    }}})
}

/// A resource for which a condition on a variable holds.
pub(super) fn of_place(other: &Asked, condition: &Condition) -> Value {
    let codings = json!({"required": ["coding"], "properties": {
        "coding": {"contains": code_test(condition)},
    }});
    match other.place() {
        Place::Observation => {
            let value = observed(other.variable, condition, &codings);
            json!({"allOf": [code_of(other), value]})
        }
        Place::Topography => in_tumour(&json!({"required": ["bodySite"], "properties": {
            "bodySite": {"contains": codings},
        }})),
        Place::Morphology => in_tumour(&extension(
            "/mcode-histology-morphology-behavior$",
            &codings,
        )),
        Place::Laterality => in_tumour(&json!({"required": ["bodySite"], "properties": {
            "bodySite": {"contains": extension("/mcode-laterality-qualifier$", &codings)},
        }})),
        Place::Basis => in_tumour(&extension("/basis-of-diagnosis$", &codings)),
        Place::Icd10 | Place::DiagnosisDate | Place::Accession | Place::Elsewhere => {
            in_tumour(&json!({"required": ["code"], "properties": {"code": codings}}))
        }
    }
}

fn in_tumour(test: &Value) -> Value {
    json!({"allOf": [
        {"required": ["resourceType"], "properties": {"resourceType": {"const": "Condition"}}},
        test,
    ]})
}

fn extension(url_end: &str, value: &Value) -> Value {
    json!({"required": ["extension"], "properties": {"extension": {"contains": {
        "required": ["url", "valueCodeableConcept"],
        "properties": {"url": {"pattern": url_end}, "valueCodeableConcept": value},
    }}}})
}

fn observed(variable: &Variable, condition: &Condition, codings: &Value) -> Value {
    let member = |name: &str, test: &Value| {
        json!({
            "required": [name],
            "properties": {name: test},
        })
    };
    let mut bounds = Map::new();
    let bound = |bound: f64| Value::Number(decimal(bound));
    bounds.extend(
        condition
            .at_least
            .map(|least| ("minimum".to_owned(), bound(least))),
    );
    bounds.extend(
        condition
            .at_most
            .map(|most| ("maximum".to_owned(), bound(most))),
    );
    let bounds = Value::Object(bounds);
    match variable.value_type {
        Some(ValueType::Integer) => member("valueInteger", &bounds),
        Some(ValueType::Quantity) => member("valueQuantity", &member("value", &bounds)),
        Some(ValueType::Boolean) => member("valueBoolean", &json!({"const": condition.is})),
        _ => member("valueCodeableConcept", codings),
    }
}

fn code_test(condition: &Condition) -> Value {
    let tests: Vec<Value> = condition
        .one_of
        .iter()
        .map(|code| match code.strip_suffix('*') {
            Some(start) => json!({"pattern": format!("^{}", start.replace('.', "\\."))}),
            None => json!({"const": code}),
        })
        .collect();
    json!({"required": ["code"], "properties": {"code": {"anyOf": tests}}})
}
