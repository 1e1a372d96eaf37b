//! The second opinion: a tree as XML, written by another implementation.
//!
//! It sets a narrative anew and loses white space in it; so it is given a mark in the
//! narrative's place, and the narrative is put in afterwards.

use fhirbolt::FhirReleases;
use fhirbolt::element::Element;
use serde_json::Value;

/// A resource as FHIR XML.
pub(crate) fn xml(resource: &Value) -> String {
    try_xml(resource).unwrap()
}

/// A resource as FHIR XML, where the second opinion can write it.
pub(crate) fn try_xml(resource: &Value) -> Option<String> {
    let mut resource = resource.clone();
    let mut narratives = Vec::new();
    mark(&mut resource, &mut narratives);
    let element: Element<{ FhirReleases::R4 }> =
        fhirbolt::json::from_str(&resource.to_string(), None).ok()?;
    let mut written = fhirbolt::xml::to_string(&element, None).ok()?;
    for (at, narrative) in narratives.iter().enumerate() {
        written = written.replacen(&format!("<div id=\"{at}\"/>"), narrative, 1);
    }
    Some(written)
}

fn mark(value: &mut Value, narratives: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(text) if name == "div" => {
                        let mark = format!("<div id=\"{}\"/>", narratives.len());
                        narratives.push(std::mem::replace(text, mark));
                    }
                    other => mark(other, narratives),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| mark(item, narratives)),
        _ => {}
    }
}
