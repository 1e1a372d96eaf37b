//! JSON strings on bytes: where they end, and what they say.
//!
//! Refuses what no tree can hold: a NUL, half a surrogate pair, a bare control
//! character. Relies on the body being UTF-8.

use std::borrow::Cow;

use crate::read::Fault;

/// What a sender is told of a body that stops too early.
pub(super) const TRUNCATED: &str =
    "The body ends before the JSON does. Send it again, whole, with the right length.";

/// The offset of the quotation mark that ends the string whose text starts at `from`.
pub(super) fn end_of(text: &[u8], from: usize) -> Result<usize, Fault> {
    let mut at = from;
    loop {
        match text.get(at) {
            None => return Err(Fault::new("json-truncated", text.len(), TRUNCATED)),
            Some(b'"') => return Ok(at),
            Some(b'\\') => at = escape(text, at)?,
            Some(0) => return Err(nul(at)),
            Some(0x01..=0x1f) => {
                let message = "A control character stands bare in a string. Escape it.";
                return Err(Fault::new("json-syntax", at, message));
            }
            Some(_) => at += 1,
        }
    }
}

/// The offset after the escape at `at`.
fn escape(text: &[u8], at: usize) -> Result<usize, Fault> {
    match text.get(at + 1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(at + 2),
        Some(b'u') => unicode(text, at),
        None => Err(Fault::new("json-truncated", text.len(), TRUNCATED)),
        Some(_) => {
            let message =
                "A string has an escape that JSON does not know. Write it with a JSON library.";
            Err(Fault::new("json-syntax", at, message))
        }
    }
}

fn unicode(text: &[u8], at: usize) -> Result<usize, Fault> {
    let lone = || {
        let message =
            "Half of a surrogate pair stands alone in a string. Write the whole character.";
        Fault::new("json-lone-surrogate", at, message)
    };
    match unit(text, at)? {
        0 => Err(nul(at)),
        0xd800..=0xdbff => {
            if text.get(at + 6..at + 8) != Some(b"\\u") {
                return Err(lone());
            }
            match unit(text, at + 6)? {
                0xdc00..=0xdfff => Ok(at + 12),
                _ => Err(lone()),
            }
        }
        0xdc00..=0xdfff => Err(lone()),
        _ => Ok(at + 6),
    }
}

/// The four hex digits of the `\u` escape at `at`.
fn unit(text: &[u8], at: usize) -> Result<u32, Fault> {
    let Some(digits) = text.get(at + 2..at + 6) else {
        return Err(Fault::new("json-truncated", text.len(), TRUNCATED));
    };
    digits
        .iter()
        .try_fold(0, |sum, &digit| Some(sum * 16 + char::from(digit).to_digit(16)?))
        .ok_or_else(|| {
            let message = "A \\u in a string is not followed by four hex digits. Write it with a JSON library.";
            Fault::new("json-syntax", at, message)
        })
}

fn nul(at: usize) -> Fault {
    let message = "A string has the character NUL, which FHIR does not allow. Leave it out.";
    Fault::new("json-nul", at, message)
}

/// What a string says, given its text as written.
pub(super) fn decoded(raw: &[u8]) -> Cow<'_, [u8]> {
    if !raw.contains(&b'\\') {
        return Cow::Borrowed(raw);
    }
    let quoted = [b"\"", raw, b"\""].concat();
    match serde_json::from_slice::<String>(&quoted) {
        Ok(text) => Cow::Owned(text.into_bytes()),
        Err(_) => Cow::Borrowed(raw),
    }
}
