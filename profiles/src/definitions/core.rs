//! R4's own definitions, embedded: one a line, indexed without reading them.
//!
//! Relies on each line of `r4/definitions.ndjson.gz` beginning with `resourceType`,
//! `id` and `url`, as `r4/trim.py` writes them.

use std::io::Read;
use std::ops::Range;

use caseway_proto::Digest;
use flate2::read::GzDecoder;

use super::InstallError;

const PACKED: &[u8] = include_bytes!("../../r4/definitions.ndjson.gz");

/// One definition's line.
pub(super) struct Line {
    /// What it is known by.
    pub(super) url: String,
    /// Whether it is a StructureDefinition.
    pub(super) structure: bool,
    /// Whether it is a resource type of R4.
    pub(super) resource: bool,
    /// Where it stands.
    pub(super) range: Range<usize>,
}

/// The embedded text.
pub(super) fn text() -> Result<String, InstallError> {
    let mut text = String::with_capacity(8 << 20);
    GzDecoder::new(PACKED)
        .read_to_string(&mut text)
        .map_err(|source| InstallError::Unreadable {
            what: "the embedded definitions of R4".to_owned(),
            source,
        })?;
    Ok(text)
}

/// The digest of the embedded text, packed.
pub(super) fn digest() -> Digest {
    Digest::of(PACKED)
}

/// The lines of the text.
pub(super) fn index(text: &str) -> impl Iterator<Item = Line> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let range = at..at + line.len();
        at = range.end;
        let kind = after(line, "\"resourceType\":\"")?;
        let url = after(line, "\"url\":\"")?;
        let structure = kind == "StructureDefinition";
        let url = match kind {
            "StructureDefinition" => url.to_owned(),
            _ => format!("{kind} {url}"),
        };
        Some(Line {
            url,
            structure,
            resource: structure && is_resource(line),
            range,
        })
    })
}

/// Whether a line defines a resource type: told by what stands before the elements.
fn is_resource(line: &str) -> bool {
    let head = line.split("\"snapshot\"").next().unwrap_or_default();
    head.contains("\"kind\":\"resource\"")
        && head.contains("\"abstract\":false")
        && head.contains("\"derivation\":\"specialization\"")
}

/// The text between the first `opening` and the next quotation mark.
fn after<'a>(line: &'a str, opening: &str) -> Option<&'a str> {
    let start = line.find(opening)? + opening.len();
    let end = line[start..].find('"')? + start;
    Some(&line[start..end])
}
