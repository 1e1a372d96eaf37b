//! The scan on bytes: one pass without recursion, before any tree is built.
//!
//! Memory is bounded by the depth limit and by the keys of the objects that are
//! open; time is linear in the length of the body. Leaves out what strings say,
//! apart from escapes that no tree can hold.

use std::borrow::Cow;
use std::collections::HashSet;

use super::strings::decoded;
use crate::read::{Fault, Limits};

/// From this many keys on, an object's keys are found by hash.
const KEYS_LINEAR_MAX: usize = 32;

/// An object or array that is not closed yet.
struct Frame<'a> {
    object: bool,
    /// Where this object's keys begin in the scanner's list.
    keys_from: usize,
    /// The keys by hash, once they are many.
    hashed: Option<HashSet<Cow<'a, [u8]>>>,
    /// Items seen so far, counted only in the outermost `entry`.
    items: Option<usize>,
}

/// A scan, somewhere in the body.
pub(super) struct Scanner<'a> {
    pub(super) text: &'a [u8],
    pub(super) at: usize,
    frames: Vec<Frame<'a>>,
    keys: Vec<Cow<'a, [u8]>>,
    pub(super) limits: &'a Limits,
}

/// Scans a body and gives it back as text.
pub(crate) fn scan<'a>(body: &'a [u8], limits: &'a Limits) -> Result<&'a str, Fault> {
    let text = text_of(body)?;
    let mut scanner = Scanner {
        text: body,
        at: 0,
        frames: Vec::with_capacity(16),
        keys: Vec::with_capacity(64),
        limits,
    };
    scanner.start()?;
    while scanner.value()? || scanner.next_value()? {}
    scanner.end()?;
    Ok(text)
}

fn text_of(body: &[u8]) -> Result<&str, Fault> {
    if body.starts_with(b"\xef\xbb\xbf") {
        let message = "The body starts with a byte order mark. Send UTF-8 without it.";
        return Err(Fault::new("json-bom", 0, message));
    }
    std::str::from_utf8(body).map_err(|error| {
        let message = "The body is not UTF-8 here. Encode it as UTF-8.";
        Fault::new("json-utf8", error.valid_up_to(), message)
    })
}

impl<'a> Scanner<'a> {
    /// The first byte must open an object or at least be JSON.
    fn start(&mut self) -> Result<(), Fault> {
        self.space();
        match self.peek() {
            None => Err(Fault::new(
                "json-empty",
                0,
                "The body is empty. Send a FHIR Bundle as JSON.",
            )),
            Some(b'{' | b'[' | b'"' | b't' | b'f' | b'n' | b'-' | b'0'..=b'9') => Ok(()),
            Some(_) => Err(Fault::new(
                "not-json",
                self.at,
                "The body is not JSON. Send a FHIR Bundle as application/fhir+json.",
            )),
        }
    }

    fn end(&mut self) -> Result<(), Fault> {
        self.space();
        if self.at < self.text.len() {
            let message = "There are bytes after the end of the JSON. Send one Bundle and no more.";
            return Err(Fault::new("json-trailing", self.at, message));
        }
        Ok(())
    }

    /// Reads the beginning of a value; true when it opened something that is not empty.
    fn value(&mut self) -> Result<bool, Fault> {
        self.space();
        match self.peek() {
            Some(b'{') => {
                self.open(true)?;
                self.inside(b'}')
            }
            Some(b'[') => {
                self.open(false)?;
                self.inside(b']')
            }
            Some(b'"') => self.string().map(|_| false),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.literal(b"true"),
            Some(b'f') => self.literal(b"false"),
            Some(b'n') => self.literal(b"null"),
            other => Err(self.unexpected(other)),
        }
    }

    /// After an opening bracket: true when a value is to follow.
    fn inside(&mut self, closing: u8) -> Result<bool, Fault> {
        self.space();
        if self.peek() == Some(closing) {
            self.close();
            return Ok(false);
        }
        if closing == b'}' {
            self.key()?;
        } else {
            self.item()?;
        }
        Ok(true)
    }

    /// After a value: closes what ends here; true when another value is to follow.
    fn next_value(&mut self) -> Result<bool, Fault> {
        while let Some(frame) = self.frames.last() {
            let object = frame.object;
            self.space();
            match self.peek() {
                Some(b',') => {
                    self.at += 1;
                    self.space();
                    if object {
                        self.key()?;
                    } else {
                        self.item()?;
                    }
                    return Ok(true);
                }
                Some(b'}') if object => self.close(),
                Some(b']') if !object => self.close(),
                other => return Err(self.unexpected(other)),
            }
        }
        Ok(false)
    }

    fn open(&mut self, object: bool) -> Result<(), Fault> {
        if self.frames.len() >= self.limits.depth_max {
            let message = format!(
                "The JSON is nested deeper than {} levels here. Flatten it.",
                self.limits.depth_max
            );
            return Err(Fault::new("json-depth", self.at, message));
        }
        let entries = !object
            && self.frames.len() == 1
            && self.keys.last().is_some_and(|key| key.as_ref() == b"entry");
        self.frames.push(Frame {
            object,
            keys_from: self.keys.len(),
            hashed: None,
            items: entries.then_some(0),
        });
        self.at += 1;
        Ok(())
    }

    fn close(&mut self) {
        if let Some(frame) = self.frames.pop() {
            self.keys.truncate(frame.keys_from);
        }
        self.at += 1;
    }

    fn item(&mut self) -> Result<(), Fault> {
        let most = self.limits.entries_max;
        let counted = self
            .frames
            .last_mut()
            .and_then(|frame| frame.items.as_mut());
        if let Some(items) = counted {
            *items += 1;
            if *items > most {
                let message = format!(
                    "The Bundle has more than {most} entries. Send fewer reports at a time."
                );
                return Err(Fault::new("json-entries", self.at, message));
            }
        }
        Ok(())
    }

    fn key(&mut self) -> Result<(), Fault> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return Err(self.unexpected(self.peek()));
        }
        let raw = self.string()?;
        if !self.remember(decoded(raw)) {
            let message = "A name stands twice in this object. Leave one of the two out.";
            return Err(Fault::new("json-duplicate-key", start, message));
        }
        self.space();
        if self.peek() != Some(b':') {
            return Err(self.unexpected(self.peek()));
        }
        self.at += 1;
        Ok(())
    }

    /// Notes a key of the innermost object; false when it was there before.
    fn remember(&mut self, key: Cow<'a, [u8]>) -> bool {
        let Some(frame) = self.frames.last_mut() else {
            return true;
        };
        let known = &self.keys[frame.keys_from..];
        let new = if known.len() < KEYS_LINEAR_MAX {
            !known.contains(&key)
        } else {
            let hashed = frame
                .hashed
                .get_or_insert_with(|| known.iter().cloned().collect());
            hashed.insert(key.clone())
        };
        self.keys.push(key);
        new
    }
}
