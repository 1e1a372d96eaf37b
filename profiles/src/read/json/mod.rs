//! JSON: the scan on bytes, then the tree.
//!
//! The scan refuses what a tree builder would swallow or fall over (too deep, too
//! many, duplicate keys, lone surrogates), so that building the tree cannot fail in
//! a way a sender could not be told about. Leaves out what the JSON means.

mod positions;
mod scan;
mod strings;
mod tokens;

#[cfg(test)]
mod tests;

use serde_json::Value;

pub(super) use positions::find;

use super::{Fault, Limits};

/// Reads a body into a tree, decimals as written.
pub(super) fn read(body: &[u8], limits: &Limits) -> Result<Value, Fault> {
    let text = scan::scan(body, limits)?;
    serde_json::from_str(text).map_err(|error| {
        let message = "The body is not JSON here. Write it with a JSON library.";
        let lines = text.split_inclusive('\n').take(error.line().max(1) - 1);
        let before: usize = lines.map(str::len).sum();
        Fault::new("json-syntax", before + error.column().max(1) - 1, message)
    })
}
