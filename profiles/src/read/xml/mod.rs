//! XML: events to the tree that FHIR's JSON would give
//! (<http://hl7.org/fhir/R4/xml.html>).
//!
//! Driven by R4's definitions: which elements repeat, which are primitives and of what
//! form, which hold resources. One pass without recursion; memory is bounded by what is
//! open and by the tree, time is linear in the length of the body. What is no XML ends
//! the reading; what is XML but not FHIR's is told and passed over, so that a sender
//! reads all of it at once. Leaves out what the narrative may contain.

mod attributes;
mod batch;
mod characters;
mod child;
mod close;
mod document;
mod faults;
mod frame;
mod markup;
mod members;
mod open;
mod positions;
mod reader;

#[cfg(test)]
pub(super) mod tests;

use serde_json::Value;

pub(crate) use attributes::{Attr, Tag};
pub(crate) use batch::entries;
pub(crate) use document::XHTML;
pub(crate) use markup::{Piece, pieces};
pub(super) use positions::find;

use super::{Fault, Findings, Limits};
use crate::compile::Library;
use reader::Reader;

/// Reads a body into a tree.
pub(super) fn read(
    library: &Library,
    body: &[u8],
    limits: &Limits,
    findings: &mut Findings,
) -> Result<Value, Fault> {
    let mut reader = Reader::open(library, body, limits, findings)?;
    while reader.event()? {}
    reader.end()
}
