//! Keys as they are sent: bytes, because a text of PostgreSQL cannot hold U+0000.

/// Bytes as the text that they are.
pub(crate) fn utf8(bytes: Vec<u8>) -> Option<String> {
    String::from_utf8(bytes).ok()
}
