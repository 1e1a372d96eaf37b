//! What a JSON Schema validator found, said to a sender.

use caseway_proto::IssueCode;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::paths::{Location, LocationSegment};
use jsonschema::{JsonType, ValidationError, Validator};
use serde_json::Value;

use crate::check::describe::{names_at, unknown_name};
use crate::compile::Library;
use crate::read::{Finding, Findings, Part, Place};

/// Adds what a validator finds in a resource.
pub(super) fn report(
    library: &Library,
    validator: &Validator,
    (place, resource): (&Place, &Value),
    findings: &mut Findings,
) {
    for error in validator.iter_errors(resource) {
        if findings.is_full() {
            return;
        }
        let within = parts(error.instance_path());
        let at = [place.clone(), within.clone()].concat();
        match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                let known = names_at(library, resource, &within);
                for name in unexpected {
                    let place = super::under(&at, name);
                    // The nearest is looked for only where that is still to be told.
                    let message = if findings.wants("element-unknown", &place) {
                        unknown_name(name, known.iter().map(|name| &**name))
                    } else {
                        String::new()
                    };
                    let finding = Finding::error("element-unknown", IssueCode::Structure, message);
                    findings.add(finding.at(place));
                }
            }
            _ => findings.add(finding(&error).at(at)),
        }
    }
}

fn finding(error: &ValidationError<'_>) -> Finding {
    let instance: &Value = error.instance();
    let structure = |rule, message: &str| Finding::error(rule, IssueCode::Structure, message);
    let value = |rule, message: &str| Finding::error(rule, IssueCode::Value, message);
    match error.kind() {
        ValidationErrorKind::Type { kind } => wrong_type(kind, instance),
        ValidationErrorKind::AnyOf { context } => {
            let deeper = context.iter().flatten().find(|error| !is_null_type(error));
            deeper.map_or_else(|| structure("type-wrong", OTHER_TYPE), finding)
        }
        ValidationErrorKind::Format { format } => {
            let kind = format.trim_start_matches("fhir-");
            value("value-format", &badly_written(kind))
        }
        ValidationErrorKind::Minimum { .. } | ValidationErrorKind::Maximum { .. } => value(
            "value-format",
            "The number is not one that FHIR's type allows. Send one that is.",
        ),
        ValidationErrorKind::MinItems { .. } => {
            structure("array-empty", "The array is empty. Leave the element out.")
        }
        _ => structure("type-wrong", OTHER_TYPE),
    }
}

const OTHER_TYPE: &str = "The value is not of the type that FHIR has here. Send one of that type.";

/// That a text has not the form of its type, with an example where one says it all.
fn badly_written(kind: &str) -> String {
    let example = match kind {
        "date" => "2026-01-31",
        "dateTime" => "2026-01-31, 2026-01-31T10:00:00+01:00",
        "instant" => "2026-01-31T10:00:00+01:00",
        "time" => "10:00:00",
        "oid" => "urn:oid:1.2.3",
        "uuid" => "urn:uuid:11111111-1111-4111-8111-111111111111",
        "base64Binary" => "QQ==",
        "id" => "Report.1",
        "markdown" | "string" | "xhtml" => {
            return "The text is blank. Give it a value, or leave the element out.".to_owned();
        }
        _ => return format!("The value is not written as FHIR's type {kind} is. Write it so."),
    };
    format!("The value is not written as FHIR's type {kind} is. Write it like this: {example}.")
}

fn is_null_type(error: &ValidationError<'_>) -> bool {
    matches!(
        error.kind(),
        ValidationErrorKind::Type {
            kind: TypeKind::Single(JsonType::Null)
        }
    )
}

fn wrong_type(kind: &TypeKind, instance: &Value) -> Finding {
    let TypeKind::Single(wanted) = kind else {
        return Finding::error("type-wrong", IssueCode::Structure, OTHER_TYPE);
    };
    let (rule, message) = match (wanted, instance) {
        (_, Value::Null) => (
            "value-null",
            "The value is null. Leave the element out.".to_owned(),
        ),
        (JsonType::Array, _) => (
            "array-expected",
            "This element is an array in JSON. Put the value in brackets.".to_owned(),
        ),
        (_, Value::Array(_)) => (
            "array-unexpected",
            "This element is a single value in JSON. Send it without brackets.".to_owned(),
        ),
        (wanted, _) => (
            "type-wrong",
            format!("The value is no {wanted}, which it is in FHIR. Send it as one."),
        ),
    };
    Finding::error(rule, IssueCode::Structure, message)
}

/// A location as a place.
fn parts(location: &Location) -> Place {
    let part = |segment: LocationSegment<'_>| match segment {
        LocationSegment::Property(name) => Part::from(&*name),
        LocationSegment::Index(index) => Part::from(index),
    };
    location.iter().map(part).collect()
}
