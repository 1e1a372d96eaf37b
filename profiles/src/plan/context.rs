//! Where an extension may be used.

use std::sync::Arc;

use serde_json::Value;

use crate::fhirpath::Expression;

/// A place that an extension's definition allows.
#[derive(Clone, Debug)]
pub(crate) enum Context {
    /// An element, by a path from a resource or a type, or a type.
    Element(Box<str>),
    /// Another extension, by URL.
    Extension(Box<str>),
    /// What an expression gives, run on the resource; nothing for one that cannot be run.
    Expression(Box<str>, Option<Arc<Expression>>),
}

/// The contexts that a StructureDefinition states.
pub(crate) fn contexts(definition: &Value) -> Vec<Context> {
    let stated = definition["context"].as_array().into_iter().flatten();
    let context = |each: &Value| {
        let said = each["expression"].as_str().unwrap_or_default();
        match each["type"].as_str() {
            Some("element") => Context::Element(said.into()),
            Some("extension") => Context::Extension(said.into()),
            _ => Context::Expression(said.into(), Expression::compile(said).ok().map(Arc::new)),
        }
    };
    stated.map(context).collect()
}
