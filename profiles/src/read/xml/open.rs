//! A start tag: the element that opens, among what is open.

use quick_xml::name::QName;

use super::attributes::{Tag, declares};
use super::document::{FHIR, XHTML};
use super::frame::{Frame, What};
use super::reader::Reader;
use super::{child, faults};
use crate::check::structure::is_resource;
use crate::read::{Fault, Part};

/// Elements that are not looked into are nested no deeper than this.
const INNER_DEPTH_MAX: usize = 256;
/// The namespace of the attributes that resources may have besides: they say where a
/// schema lies, which is not followed.
const SCHEMA: &str = "http://www.w3.org/2001/XMLSchema-instance";

impl<'a> Reader<'a, '_> {
    /// Opens the element of a start tag.
    pub(super) fn element(&mut self, tag: &Tag<'a>) -> Result<(), Fault> {
        let namespace = self.document.namespace(tag.name)?;
        let (fhir, xhtml) = (namespace == FHIR, namespace == XHTML);
        let nowhere = namespace.is_empty();
        let Some(outer) = self.frames.last_mut() else {
            return self.root(tag, fhir, nowhere);
        };
        if let Some(inner) = outer.inner() {
            *inner += 1;
            if *inner > INNER_DEPTH_MAX {
                return Err(self.too_deep(INNER_DEPTH_MAX));
            }
            return Ok(());
        }
        let mut frame = child::child(self, tag);
        let narrative = matches!(frame.what, What::Narrative { .. });
        let right = if narrative { xhtml } else { fhir };
        if !right {
            self.misplaced(&mut frame, narrative);
        }
        if let What::Narrative { bare, .. } = &mut frame.what {
            *bare = xhtml && !tag.attributes.iter().any(|each| each.name == "xmlns");
        }
        self.push(frame, tag)
    }

    fn root(&mut self, tag: &Tag<'a>, fhir: bool, nowhere: bool) -> Result<(), Fault> {
        if fhir {
            let frame = self.resource(tag, 1);
            return self.push(frame, tag);
        }
        let message = if nowhere {
            "The root element is in no namespace. Add xmlns=\"http://hl7.org/fhir\" to it."
        } else {
            "The root element is not in FHIR's namespace. Send a resource in http://hl7.org/fhir."
        };
        Err(self.fault("xml-namespace", message))
    }

    /// A resource; of a type that R4 does not have nothing is known but its name.
    pub(super) fn resource(&self, tag: &Tag<'a>, depth: usize) -> Frame<'a> {
        let kind = tag.local();
        let mut frame = Frame::new(kind, tag.at, What::Resource);
        frame.depth = depth;
        frame.members.insert("resourceType".to_owned(), kind.into());
        if is_resource(self.library, kind) {
            let plan = self.library.type_plan(kind);
            frame.children = plan.and_then(|plan| plan.root.children.clone());
        }
        frame
    }

    /// Tells of an element in another namespace than its name wants.
    fn misplaced(&mut self, frame: &mut Frame<'a>, narrative: bool) {
        let message = if narrative {
            "The narrative's div is not in XHTML's namespace. Add xmlns=\"http://www.w3.org/1999/xhtml\" to it."
        } else {
            "The element is not in FHIR's namespace. Leave it out, or write it in http://hl7.org/fhir."
        };
        let mut place = self.place();
        place.push(Part::from(frame.name));
        self.tell_at("xml-namespace", message, (place, frame.at));
        if !narrative {
            frame.what = What::Skipped { inner: 0 };
        }
    }

    fn push(&mut self, frame: Frame<'a>, tag: &Tag<'a>) -> Result<(), Fault> {
        if frame.depth > self.limits.depth_max && !matches!(frame.what, What::Primitive(..)) {
            return Err(self.too_deep(self.limits.depth_max));
        }
        if self.frames.len() == 1 && frame.name == "entry" {
            self.one_entry_more()?;
        }
        let opaque = frame.is_opaque();
        self.frames.push(frame);
        if !opaque {
            self.attributes(tag)?;
        }
        Ok(())
    }

    fn one_entry_more(&mut self) -> Result<(), Fault> {
        let most = self.limits.entries_max;
        self.entries += 1;
        if self.entries <= most {
            return Ok(());
        }
        let message =
            format!("The Bundle has more than {most} entries. Send fewer reports at a time.");
        Err(self.fault("xml-entries", &message))
    }

    fn too_deep(&self, most: usize) -> Fault {
        let message = format!("The XML is nested deeper than {most} levels here. Flatten it.");
        self.fault("xml-depth", &message)
    }

    /// Takes the attributes of the element that was opened last.
    fn attributes(&mut self, tag: &Tag<'a>) -> Result<(), Fault> {
        for attribute in tag.attributes.iter().filter(|each| !declares(each.name)) {
            let frame = self.frames.last_mut();
            if frame.is_some_and(|frame| !frame.take(attribute)) {
                self.stray_attribute(attribute.name, attribute.at)?;
            }
        }
        Ok(())
    }

    fn attribute_namespace(&self, name: &str) -> Result<&str, Fault> {
        let resolved = self.document.names().resolve_attribute(QName(name)).0;
        faults::namespace(&resolved).ok_or_else(|| self.fault("xml-namespace", faults::PREFIX))
    }

    fn stray_attribute(&mut self, name: &str, at: usize) -> Result<(), Fault> {
        let namespace = self.attribute_namespace(name)?;
        let at_resource = self.frames.last().map(|frame| &frame.what);
        if namespace == SCHEMA && matches!(at_resource, Some(What::Resource)) {
            return Ok(());
        }
        let message = match name {
            "value" => {
                "Only primitives have a value, and this element is none. Write it as child elements."
            }
            "id" => "A resource has its id as an element. Write it so.",
            "url" => "Only extensions have a url as an attribute. Write it as an element.",
            _ => "FHIR has no attribute of this name here. Leave it out.",
        };
        self.tell("xml-attribute-unknown", message, at);
        Ok(())
    }
}
