//! The reader: what each event does to the elements that are open.

use std::sync::Arc;

use caseway_proto::IssueCode;
use quick_xml::events::Event;
use serde_json::Value;

use super::document::Document;
use super::frame::{Frame, What};
use super::{attributes, characters, faults};
use crate::compile::Library;
use crate::plan::Children;
use crate::read::{Fault, Finding, Findings, Limits, Part, Place};

/// A reading, somewhere in the body.
pub(super) struct Reader<'a, 'l> {
    pub(super) document: Document<'a>,
    pub(super) library: &'l Library,
    pub(super) limits: &'l Limits,
    pub(super) findings: &'l mut Findings,
    /// The elements that are open, the root first.
    pub(super) frames: Vec<Frame<'a>>,
    /// The root, once it is closed.
    pub(super) tree: Option<Value>,
    /// What may stand in a primitive.
    pub(super) beside: Option<Arc<Children>>,
    /// The entries of the outermost Bundle so far.
    pub(super) entries: usize,
}

impl<'a, 'l> Reader<'a, 'l> {
    /// A reading at the start of a body.
    pub(super) fn open(
        library: &'l Library,
        body: &'a [u8],
        limits: &'l Limits,
        findings: &'l mut Findings,
    ) -> Result<Self, Fault> {
        let element = library.type_plan("Element");
        Ok(Self {
            document: Document::open(body)?,
            library,
            limits,
            findings,
            frames: Vec::with_capacity(16),
            tree: None,
            beside: element.and_then(|plan| plan.root.children.clone()),
            entries: 0,
        })
    }

    /// Reads an event; false at the end of the body.
    pub(super) fn event(&mut self) -> Result<bool, Fault> {
        match self.document.next()? {
            Event::Start(_) => self.start(false)?,
            Event::Empty(_) => self.start(true)?,
            Event::End(_) => self.close()?,
            Event::Text(text) if text.contains("]]>") => {
                return Err(self.fault("xml-syntax", faults::SYNTAX));
            }
            Event::Text(text) if characters::is_space(&text) => {}
            Event::Text(_) | Event::CData(_) => self.text()?,
            Event::GeneralRef(reference) => {
                self.document.reference(&reference)?;
                self.text()?;
            }
            Event::Comment(_) => {}
            Event::Decl(declaration) => self.document.declaration(&declaration)?,
            Event::PI(_) => self.instruction(),
            Event::DocType(_) => return Err(self.fault("xml-dtd", faults::DOCTYPE)),
            Event::Eof => return Ok(false),
        }
        Ok(true)
    }

    /// The tree, once the body has ended.
    pub(super) fn end(self) -> Result<Value, Fault> {
        let end = self.document.text.len();
        if self.frames.is_empty()
            && let Some(tree) = self.tree
        {
            return Ok(tree);
        }
        Err(self.document.fault(end, "xml-truncated", faults::TRUNCATED))
    }

    fn start(&mut self, empty: bool) -> Result<(), Fault> {
        if self.tree.is_some() {
            return Err(self.fault("xml-trailing", faults::TRAILING));
        }
        let tag = attributes::tag(&self.document, self.limits)?;
        self.element(&tag)?;
        if empty {
            self.close()?;
        }
        Ok(())
    }

    /// Text where FHIR has none.
    fn text(&mut self) -> Result<(), Fault> {
        let Some(frame) = self.frames.last_mut() else {
            let (rule, message) = match self.tree {
                Some(_) => ("xml-trailing", faults::TRAILING),
                None => ("xml-syntax", faults::SYNTAX),
            };
            return Err(self.fault(rule, message));
        };
        if frame.is_opaque() || std::mem::replace(&mut frame.told.text, true) {
            return Ok(());
        }
        let message = "There is text between the tags here. FHIR has values in attributes only: write it there or leave it out.";
        let rest = &self.document.text[self.document.at..];
        let at = self.document.at + rest.len() - rest.trim_ascii_start().len();
        self.tell("xml-text", message, at);
        Ok(())
    }

    fn instruction(&mut self) {
        let message = "There is a processing instruction, which FHIR does not have. Leave it out.";
        self.tell("xml-instruction", message, self.document.at);
    }

    /// The fault of the event at hand.
    pub(super) fn fault(&self, rule: &'static str, message: &str) -> Fault {
        self.document.fault(self.document.at, rule, message)
    }

    /// Tells of something in the element that is open.
    pub(super) fn tell(&mut self, rule: &str, message: &str, at: usize) {
        let place = self.place();
        self.tell_at(rule, message, (place, at));
    }

    /// Tells of something at a place of the tree and an offset of the text.
    pub(super) fn tell_at(&mut self, rule: &str, message: &str, (place, at): (Place, usize)) {
        let mut finding = Finding::error(rule, IssueCode::Structure, message).at(place);
        finding.offset = Some(self.document.in_body(at));
        self.findings.add(finding);
    }

    /// The place of the element that is open.
    pub(super) fn place(&self) -> Place {
        let mut place = Place::new();
        for frame in &self.frames {
            if !matches!(frame.what, What::Resource) {
                place.push(Part::from(frame.name));
                if frame.many {
                    place.push(Part::from(frame.index));
                }
            }
        }
        place
    }
}
