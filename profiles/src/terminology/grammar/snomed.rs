//! SNOMED CT: identifiers with a partition and a check digit (SNOMED CT Release File
//! Specification, 5.1 and 5.5), and expressions made of them.

/// The permutations and the multiplication of Verhoeff's scheme.
const PERMUTED: [[u8; 10]; 8] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 5, 7, 6, 2, 8, 3, 0, 9, 4],
    [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
    [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
    [9, 4, 5, 3, 1, 2, 6, 8, 7, 0],
    [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
    [2, 7, 9, 3, 8, 0, 6, 4, 1, 5],
    [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
];
const MULTIPLIED: [[u8; 10]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
    [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
    [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
    [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
    [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
    [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
    [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
    [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
];

/// The shortest identifier that names an extension's namespace.
const EXTENSION_DIGITS_MIN: usize = 11;

/// Whether it is a concept's identifier; an expression is taken for one unread.
pub(super) fn is_concept(code: &str) -> bool {
    let expression = code.contains([':', '+', '=', '|', '{']);
    expression || is_identifier(code)
}

fn is_identifier(code: &str) -> bool {
    let digits = code.as_bytes();
    let length = digits.len();
    if !(6..=18).contains(&length) || digits[0] == b'0' || !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let partition = &digits[length - 3..length - 1];
    let concept = partition == b"00" || (partition == b"10" && length >= EXTENSION_DIGITS_MIN);
    concept && is_checked(digits)
}

/// Whether the check digit, the last one, is right.
fn is_checked(digits: &[u8]) -> bool {
    let from_last = digits.iter().rev().enumerate();
    let sum = from_last.fold(0, |sum: u8, (at, byte)| {
        let permuted = PERMUTED[at % 8][usize::from(byte - b'0')];
        MULTIPLIED[usize::from(sum)][usize::from(permuted)]
    });
    sum == 0
}
