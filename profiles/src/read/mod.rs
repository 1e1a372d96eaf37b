//! Reading a body: the scan on bytes, then the tree.
//!
//! The scan refuses what a tree builder would swallow or fall over (too deep, too
//! many, duplicate keys, lone surrogates), so that building the tree cannot fail in
//! a way a sender could not be told about. Leaves out what the JSON means.

mod fault;
mod findings;
mod place;
mod positions;
mod scan;
mod strings;
mod tokens;

#[cfg(test)]
mod tests;

use caseway_proto::{Issue, IssueCode, Severity};
use serde_json::Value;

pub(crate) use fault::Fault;
pub(crate) use findings::{Finding, Findings};
pub(crate) use place::{Part, Place};
pub(crate) use positions::{line_and_column, locate};

/// How large a body may be, whatever it says.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The greatest length of a body, in bytes.
    pub body_bytes_max: usize,
    /// The greatest nesting of objects and arrays.
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

/// Reads a body into a tree: objects sorted by name, decimals as written.
///
/// # Errors
///
/// The findings, all fatal, that say why the body cannot be read.
pub fn read(body: &[u8], limits: &Limits) -> Result<Value, Vec<Issue>> {
    let text = scan::scan(body, limits).map_err(|fault| vec![issue(body, &fault)])?;
    serde_json::from_str(text).map_err(|error| {
        let message = "The body is not JSON here. Write it with a JSON library.";
        let mut issue = Issue::new(
            Severity::Fatal,
            IssueCode::Structure,
            "json-syntax",
            message,
        );
        issue.line = u32::try_from(error.line()).ok();
        issue.column = u32::try_from(error.column()).ok();
        vec![issue]
    })
}

/// The finding that tells a sender of a fault.
fn issue(body: &[u8], fault: &Fault) -> Issue {
    let (line, column) = line_and_column(body, fault.offset);
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
