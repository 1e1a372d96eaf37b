//! Bodies that cannot be read as a Bundle at all: each is 400 or 413 with a rule of its own.

use serde_json::Value;

use crate::bad_input::Bad;

/// Bodies that are no Bundle, made from one that is.
pub(crate) fn bodies(good: &Value) -> Vec<Bad> {
    let text = good.to_string();
    let unreadable =
        broken(&text)
            .into_iter()
            .chain(not_bundles(good))
            .map(|(name, rule, body)| Bad {
                name,
                rule,
                status: 400,
                body,
                coding: None,
            });
    let too_large = [
        (
            "a body over the limit",
            "body-too-large",
            padded(&text),
            None,
        ),
        (
            "a gzip bomb",
            "body-inflates-too-much",
            bomb(),
            Some("gzip"),
        ),
    ];
    let too_large = too_large.into_iter().map(|(name, rule, body, coding)| Bad {
        name,
        rule,
        status: 413,
        body,
        coding,
    });
    unreadable.chain(too_large).collect()
}

type Named = (&'static str, &'static str, Vec<u8>);

/// Bodies that are no JSON, or no JSON that can be held.
fn broken(text: &str) -> Vec<Named> {
    let opened = &text[1..];
    let with = |member: &str| format!("{{{member}, {opened}").into_bytes();
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    vec![
        (
            "a truncated body",
            "json-truncated",
            text.as_bytes()[..text.len() / 2].to_vec(),
        ),
        (
            "not JSON",
            "not-json",
            format!("<Bundle>{text}</Bundle>").into_bytes(),
        ),
        ("an empty body", "json-empty", Vec::new()),
        (
            "duplicate keys",
            "json-duplicate-key",
            with("\"type\": \"document\""),
        ),
        (
            "a lone surrogate",
            "json-lone-surrogate",
            with("\"language\": \"\\ud800\""),
        ),
        ("NUL", "json-nul", with("\"language\": \"\\u0000\"")),
        ("a byte order mark", "json-bom", marked),
        (
            "bytes after the end",
            "json-trailing",
            format!("{text} {text}").into_bytes(),
        ),
        (
            "bytes that are not UTF-8",
            "json-utf8",
            [text.as_bytes(), b"\xff"].concat(),
        ),
        ("10,000 nested brackets", "json-depth", nested(text)),
        ("two hundred thousand entries", "json-entries", entries()),
    ]
}

/// JSON that is no Bundle.
fn not_bundles(good: &Value) -> Vec<Named> {
    let entries = good["entry"].as_array().into_iter().flatten();
    let mut resources = entries.map(|entry| &entry["resource"]);
    let patient = resources.find(|resource| resource["resourceType"] == "Patient");
    let patient = patient.map(Value::to_string).unwrap_or_default();
    vec![
        ("not a Bundle", "not-a-bundle", patient.into_bytes()),
        (
            "JSON but not FHIR",
            "not-fhir",
            format!("{{\"not\": {good}}}").into_bytes(),
        ),
    ]
}

/// Three megabytes, most of them blanks.
fn padded(text: &str) -> Vec<u8> {
    let mut body = text.as_bytes().to_vec();
    body.resize(3 << 20, b' ');
    body
}

fn nested(text: &str) -> Vec<u8> {
    let brackets = "[".repeat(10_000);
    format!(
        "{{\"extension\": {brackets}{}, {}",
        "]".repeat(10_000),
        &text[1..]
    )
    .into_bytes()
}

fn entries() -> Vec<u8> {
    let entries = vec!["{}"; 200_000].join(",");
    format!("{{\"resourceType\": \"Bundle\", \"type\": \"collection\", \"entry\": [{entries}]}}")
        .into_bytes()
}

/// 200 MiB of blanks in some 200 kB.
fn bomb() -> Vec<u8> {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..200 {
        // Writing to a Vec cannot fail.
        encoder.write_all(&blanks).ok();
    }
    encoder.finish().unwrap_or_default()
}
