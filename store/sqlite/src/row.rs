//! Bytes as a JSON array can hold them.

/// Bytes as lower-case hex digits, for a JSON array that a statement reads.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 0xf])
        .map(|digit| DIGITS[usize::from(digit)])
        .collect()
}
