//! Code systems that are a grammar rather than a list.
//!
//! Says of a code whether it is well formed, which is as much as can be told without
//! the registers behind it.

use super::Membership;

/// Whether the code is in the system, where the system is a grammar known here.
pub(super) fn decide(system: &str, code: &str) -> Option<Membership> {
    let well_formed = match system {
        "urn:ietf:bcp:13" => is_media_type(code),
        "urn:ietf:bcp:47" => is_language(code),
        "http://unitsofmeasure.org" => is_unit(code),
        _ => return None,
    };
    Some(if well_formed {
        Membership::Member
    } else {
        Membership::NotMember
    })
}

/// RFC 6838: type, slash, subtype, then perhaps parameters.
fn is_media_type(code: &str) -> bool {
    let bare = code.split(';').next().unwrap_or_default().trim();
    match bare.split_once('/') {
        Some((kind, subtype)) => is_token(kind) && is_token(subtype),
        None => matches!(bare, "xml" | "json" | "ttl" | "text"),
    }
}

fn is_token(text: &str) -> bool {
    let mark = |byte| b"!#$&-^_.+".contains(&byte);
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || mark(byte))
}

/// RFC 5646: subtags of one to eight letters and digits, the first of letters.
fn is_language(code: &str) -> bool {
    let mut tags = code.split('-');
    let first = tags.next().unwrap_or_default();
    (2..=8).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && tags.all(|tag| {
            (1..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// UCUM: printable ASCII without space, brackets that match.
fn is_unit(code: &str) -> bool {
    let matched =
        |open: char, close: char| code.matches(open).count() == code.matches(close).count();
    !code.is_empty()
        && code.bytes().all(|byte| byte.is_ascii_graphic())
        && matched('{', '}')
        && matched('[', ']')
        && matched('(', ')')
}
