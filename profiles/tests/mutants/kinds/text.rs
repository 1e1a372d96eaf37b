//! Bodies that are no JSON any more, or JSON that readers take differently.

/// Breaks the text of a report and tells the rule.
pub(crate) type BreakText = fn(&str) -> (Vec<u8>, &'static str);

/// The kinds.
pub(crate) const TEXTS: &[(&str, BreakText)] = &[
    ("cut off", |text| {
        (text.as_bytes()[..text.len() / 2].to_vec(), "json-truncated")
    }),
    ("bytes after the end", |text| {
        (format!("{text}}}").into_bytes(), "json-trailing")
    }),
    ("a byte order mark", |text| {
        (format!("\u{feff}{text}").into_bytes(), "json-bom")
    }),
    ("a name twice", |text| {
        let twice = text.replacen('{', r#"{"type":"document","#, 1);
        (twice.into_bytes(), "json-duplicate-key")
    }),
    ("a NUL", |text| (in_title(text, r"\u0000"), "json-nul")),
    ("a lone surrogate", |text| {
        (in_title(text, r"\ud800"), "json-lone-surrogate")
    }),
    ("bytes that are not UTF-8", |text| {
        let mut bytes = in_title(text, "?");
        let place = bytes.iter().position(|byte| *byte == b'?');
        if let Some(byte) = place.and_then(|place| bytes.get_mut(place)) {
            *byte = 0xff;
        }
        (bytes, "json-utf8")
    }),
    ("a comma too many", |text| {
        (text.replacen("},", "},,", 1).into_bytes(), "json-syntax")
    }),
    ("nothing", |_| (Vec::new(), "json-empty")),
    ("brackets without end", |text| {
        let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
        let deep = text.replacen(r#""title":"#, &format!(r#""title":{deep},"x":"#), 1);
        (deep.into_bytes(), "json-depth")
    }),
];

fn in_title(text: &str, what: &str) -> Vec<u8> {
    let put = format!(r#""title":"{what}"#);
    text.replacen(r#""title":""#, &put, 1).into_bytes()
}
