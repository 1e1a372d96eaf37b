//! The document: bytes to events, and what stands around the root element.
//!
//! Relies on `quick-xml` for where markup begins and ends and for tags that match;
//! asks for the rest of well-formedness itself. No DTD, no entity beyond the five
//! (XML 1.0, §4.6), UTF-8 only. Nothing outside the body is ever looked at.

use quick_xml::NsReader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesDecl, BytesRef, Event};
use quick_xml::name::{NamespaceResolver, QName};

use super::characters;
use super::faults;
use crate::read::Fault;

/// The namespace of FHIR's elements.
pub(super) const FHIR: &str = "http://hl7.org/fhir";
/// The namespace of narrative.
pub(crate) const XHTML: &str = "http://www.w3.org/1999/xhtml";

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A body while its events are read.
pub(super) struct Document<'a> {
    /// The body without byte order mark.
    pub(super) text: &'a str,
    /// Where the event at hand begins in it.
    pub(super) at: usize,
    /// How many bytes of the body stand before the text.
    skipped: usize,
    reader: NsReader<&'a [u8]>,
}

impl<'a> Document<'a> {
    /// A body, once its encoding and its characters are those of XML.
    pub(super) fn open(body: &'a [u8]) -> Result<Self, Fault> {
        let whole = std::str::from_utf8(body).map_err(|error| {
            let message = "The body is not UTF-8 here. Encode it as UTF-8 and declare it so.";
            Fault::new("xml-encoding", error.valid_up_to(), message)
        })?;
        let text = whole.strip_prefix(BYTE_ORDER_MARK).unwrap_or(whole);
        let skipped = whole.len() - text.len();
        starts_as_xml(text).map_err(|fault| later(fault, skipped))?;
        if let Some(at) = characters::first_forbidden(text) {
            let message = "Here is a character that XML does not have. Leave it out.";
            return Err(Fault::new("xml-character", skipped + at, message));
        }
        let mut reader = NsReader::from_str(text);
        reader.config_mut().check_comments = true;
        Ok(Self {
            text,
            at: 0,
            skipped,
            reader,
        })
    }

    /// The next event.
    pub(super) fn next(&mut self) -> Result<Event<'a>, Fault> {
        self.at = bytes(self.reader.buffer_position());
        self.reader.read_event().map_err(|error| {
            let at = bytes(self.reader.error_position()).max(self.at);
            self.later(faults::syntax(
                &error,
                at.min(self.text.len()),
                self.text.len(),
            ))
        })
    }

    /// Where the event at hand ends.
    pub(super) fn end(&self) -> usize {
        bytes(self.reader.buffer_position())
    }

    /// What prefixes mean here.
    pub(super) fn names(&self) -> &NamespaceResolver {
        self.reader.resolver()
    }

    /// The namespace of an element of that name.
    pub(super) fn namespace(&self, name: &str) -> Result<&str, Fault> {
        faults::namespace(&self.names().resolve_element(QName(name)).0)
            .ok_or_else(|| self.fault(self.at, "xml-namespace", faults::PREFIX))
    }

    /// A fault at an offset of the text.
    pub(super) fn fault(&self, at: usize, rule: &'static str, message: &str) -> Fault {
        self.later(Fault::new(rule, at, message))
    }

    /// An offset of the text as one of the body.
    pub(super) fn in_body(&self, at: usize) -> usize {
        self.skipped + at
    }

    /// The XML declaration: it comes first, says 1.0 and UTF-8.
    pub(super) fn declaration(&self, declaration: &BytesDecl<'_>) -> Result<(), Fault> {
        if self.at > 0 {
            return Err(self.fault(self.at, "xml-syntax", faults::DECLARATION));
        }
        if declaration.version().ok().as_deref() != Some("1.0") {
            return Err(self.fault(self.at, "xml-version", faults::VERSION));
        }
        match declaration.encoding() {
            None => Ok(()),
            Some(Ok(encoding)) if encoding.eq_ignore_ascii_case("utf-8") => Ok(()),
            Some(_) => Err(self.fault(self.at, "xml-encoding", faults::ENCODING)),
        }
    }

    /// A reference between tags: a character's number or one of the five entities.
    pub(super) fn reference(&self, reference: &BytesRef<'_>) -> Result<(), Fault> {
        match reference.resolve_char_ref() {
            Ok(Some(letter)) if characters::first_forbidden(&letter.to_string()).is_none() => {
                Ok(())
            }
            Ok(None) if resolve_predefined_entity(reference).is_some() => Ok(()),
            Ok(None) => Err(self.fault(self.at, "xml-entity", faults::ENTITY)),
            _ => Err(self.fault(self.at, "xml-character", faults::CHARACTER)),
        }
    }

    fn later(&self, fault: Fault) -> Fault {
        later(fault, self.skipped)
    }
}

fn later(mut fault: Fault, by: usize) -> Fault {
    fault.offset += by;
    fault
}

/// The first thing that is no white space must be a tag.
fn starts_as_xml(text: &str) -> Result<(), Fault> {
    let start = text.trim_ascii_start();
    if start.is_empty() {
        let message = "The body is empty. Send a FHIR Bundle as XML.";
        return Err(Fault::new("xml-empty", 0, message));
    }
    if start.starts_with('<') {
        return Ok(());
    }
    let message = "The body is not XML. Send a FHIR Bundle as application/fhir+xml.";
    Err(Fault::new("not-xml", text.len() - start.len(), message))
}

/// `quick-xml` counts in 64 bits; the text is in memory.
fn bytes(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}
