//! Codings, whether they stand in a `CodeableConcept` or alone.

use super::Element;

/// One coding.
#[derive(Clone)]
pub(crate) struct Coding<'a> {
    /// Its code system.
    pub(crate) system: &'a str,
    /// Its code.
    pub(crate) code: &'a str,
    /// What the Sender calls it.
    pub(crate) display: Option<&'a str>,
}

/// The codings of a `CodeableConcept`, or the Coding itself.
pub(crate) fn codings<'a>(element: &Element<'a>) -> Vec<Coding<'a>> {
    let listed = element.each("coding");
    if listed.is_empty() {
        return coding(element).into_iter().collect();
    }
    listed.iter().filter_map(coding).collect()
}

/// Whether one of the codings is this one.
pub(crate) fn has_code(element: &Element<'_>, system: &str, code: &str) -> bool {
    codings(element)
        .iter()
        .any(|coding| coding.system == system && coding.code == code)
}

/// The text of a `CodeableConcept`.
pub(crate) fn text<'a>(element: &Element<'a>) -> Option<&'a str> {
    element.text("text")
}

fn coding<'a>(element: &Element<'a>) -> Option<Coding<'a>> {
    Some(Coding {
        system: element.text("system").unwrap_or_default(),
        code: element.text("code")?,
        display: element.text("display"),
    })
}
