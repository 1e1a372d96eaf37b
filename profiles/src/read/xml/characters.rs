//! Which characters a text and a name may have: XML 1.0, §2.2 and §2.3.

/// The offset of the first character that XML does not have.
pub(super) fn first_forbidden(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().position(|(at, &byte)| match byte {
        b'\t' | b'\n' | b'\r' => false,
        0..0x20 => true,
        // U+FFFE and U+FFFF; surrogates are none in UTF-8.
        0xef => matches!(bytes.get(at + 1..at + 3), Some([0xbf, 0xbe | 0xbf])),
        _ => false,
    })
}

/// Whether a text is a name, with or without prefix.
pub(super) fn is_name(text: &str) -> bool {
    let mut parts = text.split(':');
    let (first, second, more) = (parts.next(), parts.next(), parts.next());
    first.is_some_and(is_simple) && second.is_none_or(is_simple) && more.is_none()
}

/// A name without colon. Beyond ASCII all letters and signs are let be.
fn is_simple(text: &str) -> bool {
    let starts = |letter: char| letter.is_ascii_alphabetic() || letter == '_' || !letter.is_ascii();
    let goes_on = |letter: char| starts(letter) || letter.is_ascii_digit() || "-.".contains(letter);
    text.starts_with(starts) && text.chars().all(goes_on)
}

/// Whether a text is white space and nothing else.
pub(super) fn is_space(text: &str) -> bool {
    text.bytes()
        .all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
}

#[cfg(test)]
mod tests {
    use super::{first_forbidden, is_name};

    #[test]
    fn names_are_told_from_what_is_none() {
        for name in ["a", "f:a", "a-b.c", "_a", "æ"] {
            assert!(is_name(name), "{name}");
        }
        for other in ["", "1a", "a$", ":a", "a:", "a:b:c", "-a", "a b"] {
            assert!(!is_name(other), "{other}");
        }
    }

    #[test]
    fn what_xml_does_not_have_is_found() {
        assert_eq!(first_forbidden("a\t\r\næ\u{fffd}"), None);
        assert_eq!(first_forbidden("ab\u{b}"), Some(2));
        assert_eq!(first_forbidden("a\u{ffff}"), Some(1));
    }
}
