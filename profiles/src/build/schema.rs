//! The JSON Schema (2020-12) of a kind of report, for a sender's own tools.
//!
//! It says which parts and variables the Bundle must carry and what each variable
//! may be. It is an aid: the FHIR package is what a report is checked against, and
//! says more (references, code lists, the base definitions).

use serde_json::{Value, json};

use super::parts;
use super::schema_value::{code_of, definition, of_place};
use super::words;
use crate::registry::asked;
use crate::registry::table::{Kind, Need, Part, Table};
use crate::registry::{Asked, Place, Spine, names};

/// The schema of a kind of report.
#[must_use]
pub fn schema(table: &Table, spine: &Spine, kind: &Kind) -> Value {
    let carried = asked::of_kind(table, spine, &kind.code);
    let profile = names::report_profile(&table.canonical, &table.id, &kind.code);
    let observations: Vec<&Asked> = carried
        .iter()
        .filter(|asked| asked.place() == Place::Observation)
        .collect();
    let definitions: serde_json::Map<String, Value> = observations
        .iter()
        .map(|asked| (asked.variable.id.clone(), definition(asked, &carried)))
        .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("{}/schemas/{}/{}.schema.json", table.canonical, table.id, kind.code),
        "title": format!("{}: {}", table.name.en, kind.name.en),
        "description": format!("Version {}. The Bundle's meta.profile names {profile}.", table.version),
        "type": "object",
        "required": ["resourceType", "identifier", "type", "timestamp", "entry"],
        "properties": properties(&profile, &observations),
        "allOf": demands(kind, &carried),
        "$defs": definitions,
    })
}

fn properties(profile: &str, observations: &[&Asked]) -> Value {
    let each: Vec<Value> = observations
        .iter()
        .map(|asked| {
            json!({
                "if": {"properties": {"resource": code_of(asked)}},
                "then": {"properties": {"resource": {
                    "$ref": format!("#/$defs/{}", asked.variable.id),
                }}},
            })
        })
        .collect();
    let mut items = json!({"type": "object", "required": ["fullUrl", "resource"]});
    if !each.is_empty() {
        items["allOf"] = each.into();
    }
    json!({
        "resourceType": {"const": "Bundle"},
        "meta": {"properties": {"profile": {"contains": {"const": profile}}}},
        "identifier": {"type": "object", "required": ["system", "value"]},
        "type": {"const": "document"},
        "timestamp": {"type": "string"},
        "entry": {"type": "array", "minItems": 1, "items": items},
    })
}

/// What some entry must be, for the Bundle to be whole.
fn demands(kind: &Kind, carried: &[Asked]) -> Vec<Value> {
    let mut demands: Vec<Value> = ["Composition", "Patient", "Organization", "Condition"]
        .map(|resource| some_entry(&of_type(&[resource])))
        .to_vec();
    demands.extend(kind.carries.iter().map(|part| some_entry(&of_part(*part))));
    // A schema cannot compare dates: what is asked at some dates only is left to the checker.
    for asked in carried.iter().filter(|asked| !asked.variable.is_dated()) {
        match (asked.place(), asked.variable.need) {
            (Place::Observation, Need::Mandatory) => demands.push(some_entry(&code_of(asked))),
            (Place::Observation, Need::Conditional) => demands.extend(conditional(asked, carried)),
            _ => {}
        }
    }
    demands
}

fn conditional(asked: &Asked, carried: &[Asked]) -> Option<Value> {
    let conditions: Option<Vec<Value>> = asked
        .variable
        .when
        .iter()
        .map(|condition| {
            let mut all = carried.iter();
            let other = all.find(|other| other.variable.id == condition.variable)?;
            Some(some_entry(&of_place(other, condition)))
        })
        .collect();
    Some(json!({
        "$comment": format!(
            "{} must be answered when {}",
            asked.variable.id,
            words::of_conditions(asked.variable, carried)
        ),
        "if": {"allOf": conditions?},
        "then": some_entry(&code_of(asked)),
    }))
}

fn some_entry(resource: &Value) -> Value {
    json!({"required": ["entry"], "properties": {"entry": {"contains": {
        "required": ["resource"],
        "properties": {"resource": resource},
    }}}})
}

fn of_type(types: &[&str]) -> Value {
    json!({
        "required": ["resourceType"],
        "properties": {"resourceType": {"enum": types}},
    })
}

fn of_part(part: Part) -> Value {
    if part == Part::DateOfDeath {
        let mut dead = of_type(&["Patient"]);
        dead["required"] = json!(["resourceType", "deceasedDateTime"]);
        return dead;
    }
    let types: Vec<&str> = parts::of_part(part)
        .iter()
        .map(|profile| profile.resource)
        .collect();
    of_type(&types)
}
