//! An end tag: what the element has become, put into what is around it.

use serde_json::Value;

use super::document::XHTML;
use super::frame::{Frame, What};
use super::members::{Members, put, put_primitive, settle};
use super::reader::Reader;
use crate::read::Fault;

impl Reader<'_, '_> {
    /// Closes the element that is open.
    pub(super) fn close(&mut self) -> Result<(), Fault> {
        if let Some(inner) = self.frames.last_mut().and_then(Frame::inner)
            && *inner > 0
        {
            *inner -= 1;
            return Ok(());
        }
        self.examine();
        let Some(frame) = self.frames.pop() else {
            return Ok(());
        };
        match frame.what {
            What::Resource => self.resource_ends(frame.members),
            What::Container(Some(resource)) => self.attach(frame.name, frame.many, resource),
            What::Complex { .. } => {
                self.attach(frame.name, frame.many, whole(frame.members));
            }
            What::Primitive(_, value) => {
                if let Some(outer) = self.frames.last_mut() {
                    let name = (frame.name, frame.many);
                    let beside = settled(frame.members);
                    put_primitive(&mut outer.members, name, value, beside);
                }
            }
            What::Narrative { bare, .. } => {
                let text = self.narrative(&frame, bare)?;
                self.attach(frame.name, frame.many, text.into());
            }
            What::Container(None) | What::Skipped { .. } => {}
        }
        Ok(())
    }

    /// Tells of an element that ends and has not what it must.
    fn examine(&mut self) {
        let Some(frame) = self.frames.last() else {
            return;
        };
        let at = frame.at;
        match &frame.what {
            What::Primitive(_, None) if frame.members.keys().all(|name| name == "id") => {
                let message = "The element has neither a value nor an extension. Give it one or leave it out.";
                self.tell("xml-value-missing", message, at);
            }
            What::Container(None) => {
                let message = "There is no resource in this element. Put one in or leave it out.";
                self.tell("xml-resource-count", message, at);
            }
            _ => {}
        }
    }

    fn resource_ends(&mut self, members: Members) {
        let resource = whole(members);
        match self.frames.last_mut() {
            None => self.tree = Some(resource),
            Some(outer) => {
                if let What::Container(held) = &mut outer.what {
                    *held = Some(resource);
                }
            }
        }
    }

    fn attach(&mut self, name: &str, many: bool, value: Value) {
        if let Some(outer) = self.frames.last_mut() {
            put(&mut outer.members, name, many, value);
        }
    }

    /// The narrative's `div` as sent. Where its namespace was declared around it, the
    /// declaration is added: the text stands for itself.
    fn narrative(&self, frame: &Frame<'_>, bare: bool) -> Result<String, Fault> {
        let text = &self.document.text[frame.at..self.document.end()];
        if text.len() > self.limits.string_bytes_max {
            let most = self.limits.string_bytes_max;
            let message = format!("The narrative is longer than {most} bytes. Shorten it.");
            return Err(self.document.fault(frame.at, "xml-string-length", &message));
        }
        let rest = text.strip_prefix("<div").filter(|_| bare);
        Ok(match rest {
            Some(rest) => format!("<div xmlns=\"{XHTML}\"{rest}"),
            None => text.to_owned(),
        })
    }
}

fn settled(mut members: Members) -> Members {
    settle(&mut members);
    members
}

fn whole(members: Members) -> Value {
    Value::Object(settled(members))
}
