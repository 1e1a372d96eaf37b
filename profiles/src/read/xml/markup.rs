//! Well-formed markup, piece by piece: for what looks into a narrative.
//!
//! The same reading as a body's, so that a narrative is well-formed in JSON exactly when
//! it would be in XML.

use std::borrow::Cow;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;

use super::attributes::{self, Tag};
use super::document::Document;
use super::faults;
use crate::read::{Fault, Limits};

/// A piece of markup.
pub(crate) enum Piece<'a> {
    /// A start tag and the namespace of its element.
    Open(Tag<'a>, String),
    /// An end.
    Close,
    /// Text, references resolved.
    Text(Cow<'a, str>),
    /// Something that only a whole document may have.
    Foreign,
}

/// Shows each piece of a text; comments are none.
pub(crate) fn pieces<'a>(text: &'a str, see: &mut dyn FnMut(Piece<'a>)) -> Result<(), Fault> {
    let limits = Limits::default();
    let mut document = Document::open(text.as_bytes())?;
    let mut open = 0usize;
    loop {
        let event = document.next()?;
        match event {
            Event::Start(_) | Event::Empty(_) => {
                let tag = attributes::tag(&document, &limits)?;
                let namespace = document.namespace(tag.name)?.to_owned();
                see(Piece::Open(tag, namespace));
                if matches!(event, Event::Empty(_)) {
                    see(Piece::Close);
                } else {
                    open += 1;
                }
            }
            Event::End(_) => {
                open = open.saturating_sub(1);
                see(Piece::Close);
            }
            Event::Text(text) => see(Piece::Text(text.into_inner())),
            Event::CData(text) => see(Piece::Text(text.into_inner())),
            Event::GeneralRef(reference) => {
                document.reference(&reference)?;
                let letter = reference.resolve_char_ref().ok().flatten();
                let text = letter
                    .map(String::from)
                    .or_else(|| resolve_predefined_entity(&reference).map(str::to_owned));
                see(Piece::Text(text.unwrap_or_default().into()));
            }
            Event::Comment(_) => {}
            Event::Decl(_) | Event::PI(_) | Event::DocType(_) => see(Piece::Foreign),
            Event::Eof if open > 0 => {
                return Err(document.fault(text.len(), "xml-truncated", faults::TRUNCATED));
            }
            Event::Eof => return Ok(()),
        }
    }
}
