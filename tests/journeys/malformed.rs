//! Bodies that cannot be read as a Bundle at all: each is 400 or 413 with a rule of its own.

use serde_json::Value;

use crate::bad_input::Bad;

/// Bodies that are no Bundle, made from one that is.
pub(crate) fn bodies(good: &Value) -> Vec<Bad> {
    let text = good.to_string();
    let after = |name, rule, body| Bad {
        name,
        rule,
        status: 400,
        body,
        coding: None,
    };
    let opened = &text[1..];
    let mut with_bom = b"\xef\xbb\xbf".to_vec();
    with_bom.extend(text.bytes());
    let patient = good["entry"].as_array().into_iter().flatten();
    let patient = patient
        .map(|entry| &entry["resource"])
        .find(|resource| resource["resourceType"] == "Patient");
    let patient = patient.map(Value::to_string).unwrap_or_default();
    vec![
        after(
            "a truncated body",
            "json-truncated",
            text.as_bytes()[..text.len() / 2].to_vec(),
        ),
        after(
            "not JSON",
            "not-json",
            format!("<Bundle>{text}</Bundle>").into_bytes(),
        ),
        after("an empty body", "json-empty", Vec::new()),
        after("not a Bundle", "not-a-bundle", patient.into_bytes()),
        after(
            "JSON but not FHIR",
            "not-fhir",
            format!("{{\"not\": {text}}}").into_bytes(),
        ),
        after(
            "duplicate keys",
            "json-duplicate-key",
            format!("{{\"type\": \"document\", {opened}").into_bytes(),
        ),
        after(
            "a lone surrogate",
            "json-lone-surrogate",
            format!("{{\"language\": \"\\ud800\", {opened}").into_bytes(),
        ),
        after(
            "NUL",
            "json-nul",
            format!("{{\"language\": \"\\u0000\", {opened}").into_bytes(),
        ),
        after("a byte order mark", "json-bom", with_bom),
        after(
            "bytes after the end",
            "json-trailing",
            format!("{text} {text}").into_bytes(),
        ),
        after(
            "bytes that are not UTF-8",
            "json-utf8",
            [text.as_bytes(), b"\xff"].concat(),
        ),
        after("10,000 nested brackets", "json-depth", nested(&text)),
        after("two hundred thousand entries", "json-entries", entries()),
        Bad {
            name: "a body over the limit",
            rule: "body-too-large",
            status: 413,
            body: [text.as_bytes(), &vec![b' '; 3 << 20]].concat(),
            coding: None,
        },
        Bad {
            name: "a gzip bomb",
            rule: "body-inflates-too-much",
            status: 413,
            body: bomb(),
            coding: Some("gzip"),
        },
    ]
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
