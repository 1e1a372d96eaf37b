//! Where an extension may be used.

use serde_json::Value;

/// A place that an extension's definition allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Context {
    /// An element, by a path from a resource or a type, or a type.
    Element(Box<str>),
    /// Another extension, by URL.
    Extension(Box<str>),
    /// What an expression gives: not decided here.
    Expression,
}

/// The contexts that a StructureDefinition states.
pub(crate) fn contexts(definition: &Value) -> Vec<Context> {
    let stated = definition["context"].as_array().into_iter().flatten();
    let context = |each: &Value| {
        let said = each["expression"].as_str().unwrap_or_default();
        match each["type"].as_str() {
            Some("element") => Context::Element(said.into()),
            Some("extension") => Context::Extension(said.into()),
            _ => Context::Expression,
        }
    };
    stated.map(context).collect()
}
