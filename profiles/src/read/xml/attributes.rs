//! The attributes of a start tag, well-formed, with their values as XML says them.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::events::attributes::{Attribute, Attributes};
use quick_xml::name::QName;

use super::characters::{first_forbidden, is_name};
use super::document::Document;
use super::faults;
use crate::read::{Fault, Limits};

/// An attribute.
pub(crate) struct Attr<'a> {
    /// Its name as written.
    pub(crate) name: &'a str,
    /// What it says.
    pub(crate) value: Cow<'a, str>,
    /// Where it begins in the text.
    pub(crate) at: usize,
}

/// A start tag.
pub(crate) struct Tag<'a> {
    /// The element's name as written.
    pub(crate) name: &'a str,
    /// Its attributes, namespace declarations among them.
    pub(crate) attributes: Vec<Attr<'a>>,
    /// Where it begins in the text.
    pub(crate) at: usize,
}

impl<'a> Tag<'a> {
    /// The element's name without prefix.
    pub(super) fn local(&self) -> &'a str {
        self.name.rsplit(':').next().unwrap_or(self.name)
    }
}

/// Reads the start tag that the document's last event was.
pub(super) fn tag<'a>(document: &Document<'a>, limits: &Limits) -> Result<Tag<'a>, Fault> {
    let written = &document.text[document.at + 1..document.end() - 1];
    let written = written.strip_suffix('/').unwrap_or(written);
    let length = written.find(char::is_whitespace).unwrap_or(written.len());
    let name = &written[..length];
    let mut tag = Tag {
        name,
        attributes: Vec::new(),
        at: document.at,
    };
    if !is_name(name) {
        return Err(document.fault(document.at, "xml-syntax", faults::SYNTAX));
    }
    let start = document.at + 1;
    for attribute in Attributes::new(written, length) {
        let attribute =
            attribute.map_err(|_| document.fault(document.at, "xml-syntax", faults::SYNTAX))?;
        let name = attribute.key.into_inner();
        let offset = name.as_ptr().addr() - written.as_ptr().addr();
        let apart = written[..offset].ends_with(char::is_whitespace);
        let at = start + offset;
        if !is_name(name) || !apart {
            return Err(document.fault(at, "xml-syntax", faults::SYNTAX));
        }
        let value = value(document, &attribute, at, limits)?;
        tag.attributes.push(Attr { name, value, at });
    }
    Ok(tag)
}

fn value<'a>(
    document: &Document<'_>,
    attribute: &Attribute<'a>,
    at: usize,
    limits: &Limits,
) -> Result<Cow<'a, str>, Fault> {
    let raw = &attribute.value;
    if raw.len() > limits.string_bytes_max {
        let message = format!(
            "A value is longer than {} bytes. Shorten it.",
            limits.string_bytes_max
        );
        return Err(document.fault(at, "xml-string-length", &message));
    }
    if raw.contains('<') {
        return Err(document.fault(at, "xml-syntax", faults::SYNTAX));
    }
    let value = attribute
        .normalized_value(XmlVersion::Explicit1_0)
        .map_err(|error| {
            let (rule, message) = faults::escape(&error);
            document.fault(at, rule, message)
        })?;
    if matches!(value, Cow::Owned(_)) && first_forbidden(&value).is_some() {
        return Err(document.fault(at, "xml-character", faults::CHARACTER));
    }
    Ok(value)
}

/// Whether an attribute declares a namespace.
pub(super) fn declares(name: &str) -> bool {
    QName(name).as_namespace_binding().is_some()
}
