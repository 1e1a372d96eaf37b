//! The forms of FHIR's primitive types, as scanners.

use jsonschema::{Draft, Validator};
use serde_json::{Value, json};

use crate::check::dates::{is_date, is_date_time, is_instant, is_time};
use crate::definitions::bare;

/// A scanner: whether a text has the form.
type Scanner = fn(&str) -> bool;

/// The primitive types that are strings in JSON, with their scanners.
const TEXTS: [(&str, Scanner); 16] = [
    ("base64Binary", is_base64),
    ("canonical", is_canonical),
    ("code", is_code),
    ("date", is_date),
    ("dateTime", is_date_time),
    ("id", is_id),
    ("instant", is_instant),
    ("markdown", is_text),
    ("oid", is_oid),
    ("string", is_text),
    ("time", is_time),
    ("uri", is_uri),
    ("url", is_uri),
    ("uuid", is_uuid),
    ("xhtml", is_text),
    ("http://hl7.org/fhirpath/System.String", is_text),
];

/// The schema of a primitive type.
pub(super) fn primitive(kind: &str) -> Option<Value> {
    Some(match kind {
        "boolean" => json!({"type": "boolean"}),
        "decimal" => json!({"type": "number"}),
        "integer" => json!({"type": "integer", "minimum": i32::MIN, "maximum": i32::MAX}),
        "positiveInt" => json!({"type": "integer", "minimum": 1, "maximum": i32::MAX}),
        "unsignedInt" => json!({"type": "integer", "minimum": 0, "maximum": i32::MAX}),
        text if TEXTS.iter().any(|(name, _)| *name == text) => {
            json!({"type": "string", "format": format!("fhir-{text}")})
        }
        _ => return None,
    })
}

/// A validator that knows these formats.
pub(super) fn build(schema: &Value) -> Option<Validator> {
    let options = jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(true);
    let options = TEXTS.iter().fold(options, |options, &(name, scanner)| {
        options.with_format(format!("fhir-{name}"), scanner)
    });
    options.build(schema).ok()
}

/// Some text that is not blank.
fn is_text(text: &str) -> bool {
    !text.trim_ascii().is_empty()
}

/// No white space at either end, and single spaces within.
fn is_code(text: &str) -> bool {
    // White space is what XML Schema's `\s` is, so a no-break space is none.
    is_text(text)
        && text.trim_ascii() == text
        && !text.contains("  ")
        && !text.contains(['\t', '\n', '\r'])
}

fn is_uri(text: &str) -> bool {
    !text.is_empty() && !text.contains(char::is_whitespace) && well_known_urn(text)
}

/// A URI, perhaps with a version after `|` and a fragment
/// (<http://hl7.org/fhir/R4/references.html#canonical>).
fn is_canonical(text: &str) -> bool {
    !text.contains(char::is_whitespace) && is_uri(bare(text))
}

/// `urn:uuid:` and `urn:oid:` are followed by what they say.
fn well_known_urn(text: &str) -> bool {
    if let Some(uuid) = text.strip_prefix("urn:uuid:") {
        return is_bare_uuid(uuid.split('#').next().unwrap_or_default());
    }
    if text.starts_with("urn:oid:") {
        return is_oid(text);
    }
    true
}

fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
}

fn is_uuid(text: &str) -> bool {
    text.strip_prefix("urn:uuid:").is_some_and(is_bare_uuid)
}

fn is_bare_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn is_oid(text: &str) -> bool {
    let Some(oid) = text.strip_prefix("urn:oid:") else {
        return false;
    };
    let number = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && (part == "0" || !part.starts_with('0'))
    };
    oid.starts_with(['0', '1', '2']) && oid.contains('.') && oid.split('.').all(number)
}

/// RFC 4648 with padding; white space is allowed between the groups.
fn is_base64(text: &str) -> bool {
    let (mut symbols, mut padding) = (0usize, 0usize);
    for byte in text.bytes() {
        match byte {
            b' ' | b'\n' | b'\r' | b'\t' => {}
            b'=' => padding += 1,
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' if padding == 0 => symbols += 1,
            _ => return false,
        }
    }
    symbols > 0 && padding <= 2 && (symbols + padding).is_multiple_of(4)
}

#[cfg(test)]
mod tests {
    use super::TEXTS;

    #[test]
    fn each_form_takes_what_it_should_and_nothing_else() {
        let cases = [
            ("id", "a-b.1", "a_b"),
            ("code", "a b", " a"),
            ("code", "a", "a  b"),
            ("uri", "urn:oid:2.16.578", "urn:oid:2.016"),
            ("uri", "http://a", "http://a b"),
            (
                "uuid",
                "urn:uuid:c757873d-ec9a-4326-a141-556f43239520",
                "urn:uuid:c757",
            ),
            ("oid", "urn:oid:1.2.3", "1.2.3"),
            ("code", "a\u{a0}", "a "),
            ("canonical", "urn:oid:1.2.3|4", "urn:oid:X|4"),
            ("base64Binary", "YQ==", "YQ="),
            ("base64Binary", "YWJj", "YQ==YQ"),
            ("string", "a", "  "),
        ];
        for (kind, good, bad) in cases {
            let (_, scanner) = TEXTS.iter().find(|(name, _)| *name == kind).unwrap();
            assert!(scanner(good), "{kind} {good}");
            assert!(!scanner(bad), "{kind} {bad}");
        }
    }
}
