//! The answer to one variable, as an Observation and read back from one.

use std::str::FromStr as _;

use caseway_proto::wire;
pub use caseway_proto::wire::finding::Value as Answer;
use serde_json::{Map, Number, Value, json};

use super::resource::{Context, concept};
use crate::registry::table::ValueType;
use crate::registry::{Asked, names, vital_signs};

/// The Observation of an answer.
pub(crate) fn observation(asked: &Asked, answer: Option<&Answer>, context: &Context) -> Value {
    let coding = asked.coding();
    let code = json!({
        "coding": [{"system": coding.system, "code": coding.code}],
        "text": asked.variable.name.nb,
    });
    let value = answer.map(|answer| value(asked, answer));
    let mut observation = written(code, value, context);
    if vital_signs::is_one(&asked.coding()) {
        observation["category"] = json!([{"coding": [{
            "system": vital_signs::CATEGORY_SYSTEM,
            "code": vital_signs::CATEGORY,
        }]}]);
    }
    observation
}

/// The Observation of an answer to a variable that the table does not have.
pub(crate) fn unknown_observation(
    system: &str,
    finding: &wire::Finding,
    context: &Context,
) -> Value {
    let value = finding.value.as_ref().map(|answer| plain(answer, ""));
    written(concept(system, &finding.variable), value, context)
}

fn written(code: Value, value: Option<(&'static str, Value)>, context: &Context) -> Value {
    let mut members = Map::new();
    members.insert("resourceType".to_owned(), "Observation".into());
    members.insert("status".to_owned(), "final".into());
    members.insert("code".to_owned(), code);
    members.insert("subject".to_owned(), context.subject.json());
    members.insert("focus".to_owned(), json!([context.tumour.json()]));
    members.insert("effectiveDateTime".to_owned(), context.day.as_str().into());
    members.insert("specimen".to_owned(), context.specimen.json());
    members.extend(value.map(|(name, value)| (name.to_owned(), value)));
    Value::Object(members)
}

fn value(asked: &Asked, answer: &Answer) -> (&'static str, Value) {
    match answer {
        Answer::Code(code) => {
            let known = asked.variable.values.iter();
            let known = known.clone().find(|value| value.code == *code);
            let system = known.map_or_else(
                || asked.own_value_system(),
                |value| asked.value_system(value),
            );
            let mut concept = concept(&system, code);
            if let Some(value) = known {
                concept["text"] = value.nb.as_str().into();
            }
            ("valueCodeableConcept", concept)
        }
        other => plain(other, asked.variable.unit.as_deref().unwrap_or_default()),
    }
}

/// An answer without a value set.
fn plain(answer: &Answer, unit: &str) -> (&'static str, Value) {
    match answer {
        Answer::Code(code) => ("valueCodeableConcept", json!({"coding": [{"code": code}]})),
        Answer::Quantity(text) => (
            "valueQuantity",
            json!({
                "value": number(text),
                "unit": unit,
                "system": names::UCUM,
                "code": unit,
            }),
        ),
        Answer::Date(day) => ("valueDateTime", day.as_str().into()),
        Answer::Flag(flag) => ("valueBoolean", (*flag).into()),
        Answer::Absent(reason) => (
            "dataAbsentReason",
            concept(names::DATA_ABSENT_REASON, reason),
        ),
        Answer::Text(text) => ("valueString", text.as_str().into()),
        Answer::Integer(number) => ("valueInteger", (*number).into()),
    }
}

/// A decimal as written; what is none stays a text, for the checker to find.
fn number(text: &str) -> Value {
    Number::from_str(text).map_or_else(|_| text.into(), Value::Number)
}

/// The answer that an Observation gives to a variable.
pub(crate) fn answer_of(observation: &Value, value_type: Option<ValueType>) -> Option<Answer> {
    let text = |name: &str| observation[name].as_str().map(str::to_owned);
    let code = |name: &str| {
        let code = observation[name]["coding"][0]["code"].as_str();
        code.map(str::to_owned)
    };
    if let Some(reason) = code("dataAbsentReason") {
        return Some(Answer::Absent(reason));
    }
    match value_type? {
        ValueType::Code => code("valueCodeableConcept").map(Answer::Code),
        ValueType::Integer => observation["valueInteger"].as_i64().map(Answer::Integer),
        ValueType::Quantity => {
            let value = observation["valueQuantity"]["value"].as_number()?;
            Some(Answer::Quantity(value.to_string()))
        }
        ValueType::Date => text("valueDateTime").map(Answer::Date),
        ValueType::Boolean => observation["valueBoolean"].as_bool().map(Answer::Flag),
        ValueType::Text => text("valueString").map(Answer::Text),
    }
}
