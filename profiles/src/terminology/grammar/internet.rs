//! What the IETF defines: media types, languages, URIs.

use oxilangtag::LanguageTag;

/// The longest name of a type or subtype (RFC 6838, 4.2).
const NAME_BYTES_MAX: usize = 127;

/// RFC 6838: type, slash, subtype, then perhaps parameters; and the short words that R4
/// itself uses for its formats.
pub(super) fn is_media_type(code: &str) -> bool {
    let mut parts = code.split(';');
    let named = parts.next().unwrap_or_default().trim_end();
    let known = match named.split_once('/') {
        Some((kind, subtype)) => is_name(kind) && is_name(subtype),
        None => matches!(named, "xml" | "json" | "ttl" | "text"),
    };
    known && parts.all(is_parameter)
}

/// A letter or digit, then more of them and a few marks.
fn is_name(text: &str) -> bool {
    let mark = |byte| b"!#$&-^_.+".contains(&byte);
    text.len() <= NAME_BYTES_MAX
        && text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || mark(byte))
}

/// `name=value`, the value perhaps quoted.
fn is_parameter(text: &str) -> bool {
    text.trim().split_once('=').is_some_and(|(name, value)| {
        is_name(name) && !value.is_empty() && !value.chars().any(char::is_control)
    })
}

/// BCP 47: well formed, the language of two or three letters. The registry has no longer
/// one, though the grammar allows it.
pub(super) fn is_language(code: &str) -> bool {
    let language = code.split('-').next().unwrap_or_default();
    language.len() <= 3 && LanguageTag::parse(code).is_ok()
}

/// RFC 3986, as far as FHIR's own `uri` goes: no space.
pub(super) fn is_uri(code: &str) -> bool {
    !code.is_empty() && !code.contains(char::is_whitespace)
}
