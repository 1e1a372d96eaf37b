//! Codings, whether they stand in a `CodeableConcept` or alone.

use std::slice;

use serde_json::Value;

use super::Element;
use super::element::listed;

/// One coding.
#[derive(Clone, Copy)]
pub(crate) struct Coding<'a> {
    /// Its code system.
    pub(crate) system: &'a str,
    /// Its code.
    pub(crate) code: &'a str,
    /// What the Sender calls it.
    pub(crate) display: Option<&'a str>,
}

/// The codings of a `CodeableConcept`, or the Coding itself.
pub(crate) fn codings<'a>(element: &Element<'a>) -> impl Iterator<Item = Coding<'a>> + use<'a> {
    let codings = match element.value.get("coding") {
        Some(member) => listed(Some(member)).0,
        None => slice::from_ref(element.value),
    };
    codings.iter().filter_map(coding)
}

/// Whether one of the codings is this one.
pub(crate) fn has_code(element: &Element<'_>, system: &str, code: &str) -> bool {
    codings(element).any(|coding| coding.system == system && coding.code == code)
}

/// The text of a `CodeableConcept`.
pub(crate) fn text<'a>(element: &Element<'a>) -> Option<&'a str> {
    element.text("text")
}

fn coding(value: &Value) -> Option<Coding<'_>> {
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    Some(Coding {
        system: text("system").unwrap_or_default(),
        code: text("code")?,
        display: text("display"),
    })
}
