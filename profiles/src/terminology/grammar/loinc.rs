//! LOINC: a number, and a check digit made of it (modulus 10, LOINC Users' Guide, 2.1).

/// The longest number that is looked at.
const DIGITS_MAX: usize = 10;

/// Whether it is a LOINC code, or one of a part, answer, answer list or group.
pub(super) fn is_loinc(code: &str) -> bool {
    let Some((number, check)) = code.split_once('-') else {
        return false;
    };
    let &[check] = check.as_bytes() else {
        return false;
    };
    match ["LP", "LA", "LL", "LG"]
        .iter()
        .find_map(|start| number.strip_prefix(start))
    {
        Some(number) => is_number(number) && check.is_ascii_digit(),
        None => is_number(number) && check == check_digit(number),
    }
}

fn is_number(text: &str) -> bool {
    (1..=DIGITS_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Every other digit is doubled, from the last one on, and the digits are summed.
fn check_digit(number: &str) -> u8 {
    let digits = number.bytes().rev().enumerate().map(|(at, byte)| {
        let digit = byte - b'0';
        match at % 2 {
            0 => digit * 2 / 10 + digit * 2 % 10,
            _ => digit,
        }
    });
    b'0' + (10 - digits.sum::<u8>() % 10) % 10
}
