//! Reading a body: JSON and XML, two readers side by side, one tree.
//!
//! Each scans the bytes within limits and refuses what it could not tell a sender
//! about later. What comes out is the same whichever syntax the content was sent in,
//! so nothing behind the readers asks. Leaves out what the content means.

mod fault;
mod findings;
mod json;
mod place;
mod spots;
mod xml;

/// What the checker's own tests write and draw with.
#[cfg(test)]
pub(crate) mod testing {
    pub(crate) use super::xml::tests::drawn::Drawn;
    pub(crate) use super::xml::tests::oracle::{try_xml, xml};
}

use caseway_proto::{Issue, Severity, Syntax};
use serde_json::Value;

pub(crate) use fault::Fault;
pub(crate) use findings::{Finding, Findings};
pub(crate) use place::{Part, Place};
pub(crate) use xml::{Attr, Piece, Tag, XHTML, entries as xml_entries, pieces};

use crate::compile::Library;
use spots::Spots;

/// How large a body may be, whatever it says.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The greatest length of a body, in bytes.
    pub body_bytes_max: usize,
    /// The greatest nesting of objects and arrays; in XML of what becomes them.
    pub depth_max: usize,
    /// The greatest number of entries in the outermost Bundle.
    pub entries_max: usize,
    /// The greatest length of one string, in bytes as written.
    pub string_bytes_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes_max: 256 << 20,
            depth_max: 64,
            entries_max: 50_000,
            string_bytes_max: 16 << 20,
        }
    }
}

/// Reads a body into a tree: objects sorted by name, decimals as written. What is wrong
/// with the syntax of a body that can be read all the same is added to the findings.
///
/// # Errors
///
/// The finding, fatal, that says why the body cannot be read.
pub(crate) fn read(
    library: &Library,
    (body, syntax): (&[u8], Syntax),
    limits: &Limits,
    findings: &mut Findings,
) -> Result<Value, Box<Issue>> {
    let read = within(body, limits).and_then(|()| match syntax {
        Syntax::Json => json::read(body, limits),
        Syntax::Xml => xml::read(library, body, limits, findings),
    });
    let mut tree = read.map_err(|fault| Box::new(issue(body, &fault)))?;
    // Whichever map is built in: the order of the names decides the digest of a content.
    tree.sort_all_objects();
    Ok(tree)
}

fn within(body: &[u8], limits: &Limits) -> Result<(), Fault> {
    if body.len() <= limits.body_bytes_max {
        return Ok(());
    }
    let message = format!(
        "The body is longer than {} bytes. Send fewer reports at a time.",
        limits.body_bytes_max
    );
    Err(Fault::new("body-length", limits.body_bytes_max, message))
}

/// Line and column of each finding in the text as sent.
pub(crate) fn locate((body, syntax): (&[u8], Syntax), findings: &[Finding]) -> Vec<(u32, u32)> {
    let mut spots = Spots::of(findings.iter().map(|finding| &finding.place));
    match syntax {
        Syntax::Json => json::find(body, &mut spots),
        Syntax::Xml => xml::find(body, &mut spots),
    }
    let found = findings.iter().zip(spots.offsets());
    let offsets: Vec<usize> = found
        .map(|(finding, offset)| finding.offset.unwrap_or(offset))
        .collect();
    spots::positions(body, &offsets)
}

/// The finding that tells a sender of a fault.
fn issue(body: &[u8], fault: &Fault) -> Issue {
    let (line, column) = spots::positions(body, &[fault.offset])[0];
    let mut issue = Issue::new(
        Severity::Fatal,
        fault.code(),
        fault.rule,
        fault.message.clone(),
    );
    issue.line = Some(line);
    issue.column = Some(column);
    issue
}
