//! The profile of a variable that is an Observation.
//!
//! It fixes the code, allows the variable's type alone, and demands an answer: a
//! value, or the reason why there is none (obs-6 forbids both).

use std::str::FromStr as _;

use serde_json::{Map, Number, Value, json};

use super::structure::{Publisher, Structure, sliced_by_pattern};
use crate::registry::table::{ValueType, Variable};
use crate::registry::{Asked, names, vital_signs};

/// Where FHIR keeps how many decimals are allowed.
const MAX_DECIMAL_PLACES: &str = "http://hl7.org/fhir/StructureDefinition/maxDecimalPlaces";

/// The profile of a variable.
pub(super) fn profile(asked: &Asked, publisher: &Publisher) -> Value {
    let absence = names::value_set(publisher.canonical, "absence");
    let profile = Structure::new(asked.id(), &asked.variable.name.en, "Observation")
        .element("Observation", answered(asked));
    let profile = if vital_signs::is_one(&asked.coding()) {
        categorised(profile)
    } else {
        profile
    };
    profile
        .element("Observation.code", code(asked))
        .element("Observation.subject", json!({"min": 1}))
        // One that is about two tumours could not be linked.
        .element("Observation.focus", json!({"max": "1"}))
        .element("Observation.value[x]", value(asked))
        .element(
            "Observation.dataAbsentReason",
            json!({"binding": {"strength": "required", "valueSet": absence}}),
        )
        .publish(publisher)
}

/// Demands the category that R4 asks of a vital sign.
fn categorised(profile: Structure) -> Structure {
    let category = json!({"coding": [{
        "system": vital_signs::CATEGORY_SYSTEM,
        "code": vital_signs::CATEGORY,
    }]});
    let slice = json!({
        "sliceName": "vital-sign", "min": 1, "max": "1", "patternCodeableConcept": category,
    });
    profile
        .element("Observation.category", sliced_by_pattern())
        .element("Observation.category:vital-sign", slice)
}

fn answered(asked: &Asked) -> Value {
    json!({"constraint": [{
        "key": format!("{}-answered", asked.id()),
        "severity": "error",
        "human": "There must be a value, or the reason why there is none",
        "expression": "value.exists() or dataAbsentReason.exists()",
        "source": asked.profile(),
    }]})
}

/// One code is a pattern; several are a value set.
fn code(asked: &Asked) -> Value {
    if asked.variable.also.is_empty() {
        let coding = asked.coding();
        return json!({"patternCodeableConcept": {
            "coding": [{"system": coding.system, "code": coding.code}],
        }});
    }
    json!({"binding": {
        "strength": "required",
        "valueSet": format!("{}-code", asked.value_set()),
    }})
}

fn value(asked: &Asked) -> Value {
    let Some(value_type) = asked.variable.value_type else {
        return json!({});
    };
    let mut element = Map::new();
    element.insert("type".to_owned(), json!([{"code": fhir_type(value_type)}]));
    match value_type {
        ValueType::Code => {
            let binding = json!({"strength": "required", "valueSet": asked.value_set()});
            element.insert("binding".to_owned(), binding);
        }
        ValueType::Quantity => quantity(asked.variable, &mut element),
        ValueType::Integer => {
            let bound = |bound: f64| Value::Number(decimal(bound));
            let min = asked.variable.min.map(bound);
            element.extend(min.map(|min| ("minValueInteger".to_owned(), min)));
            let max = asked.variable.max.map(bound);
            element.extend(max.map(|max| ("maxValueInteger".to_owned(), max)));
        }
        ValueType::Date | ValueType::Boolean | ValueType::Text => {}
    }
    Value::Object(element)
}

fn quantity(variable: &Variable, element: &mut Map<String, Value>) {
    let unit = json!({"system": names::UCUM, "code": variable.unit});
    let bound = |bound: f64| {
        let mut bounded = unit.clone();
        bounded["value"] = Value::Number(decimal(bound));
        bounded
    };
    let min = variable.min.map(bound);
    element.extend(min.map(|min| ("minValueQuantity".to_owned(), min)));
    let max = variable.max.map(bound);
    element.extend(max.map(|max| ("maxValueQuantity".to_owned(), max)));
    if let Some(places) = variable.decimals {
        let extension = json!([{"url": MAX_DECIMAL_PLACES, "valueInteger": places}]);
        element.insert("extension".to_owned(), extension);
    }
    element.insert("patternQuantity".to_owned(), unit);
}

/// The FHIR type that carries a kind of value.
pub(super) const fn fhir_type(value_type: ValueType) -> &'static str {
    match value_type {
        ValueType::Code => "CodeableConcept",
        ValueType::Integer => "integer",
        ValueType::Quantity => "Quantity",
        ValueType::Date => "dateTime",
        ValueType::Boolean => "boolean",
        ValueType::Text => "string",
    }
}

/// A bound as JSON writes it: whole where it is whole.
pub(super) fn decimal(number: f64) -> Number {
    Number::from_str(&number.to_string()).unwrap_or_else(|_| Number::from(0))
}
