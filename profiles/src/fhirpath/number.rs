//! Decimals as written, and whole numbers of 32 bits (N1, Integer and Decimal).
//!
//! What has more digits than a decimal of 96 bits holds is no number here.

pub(super) use rust_decimal::Decimal;

/// The decimal that a text says, with or without an exponent.
pub(super) fn parse(text: &str) -> Option<Decimal> {
    let plain = text.strip_prefix('+').unwrap_or(text);
    if plain.len() > 64 {
        return None;
    }
    if plain.contains(['e', 'E']) {
        return Decimal::from_scientific(plain).ok();
    }
    let digits = plain.strip_prefix('-').unwrap_or(plain);
    let good = digits.starts_with(|first: char| first.is_ascii_digit())
        && digits.ends_with(|last: char| last.is_ascii_digit())
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    good.then(|| Decimal::from_str_exact(plain).ok()).flatten()
}

/// A whole number of 32 bits, where a text is one.
pub(super) fn parse_whole(text: &str) -> Option<i32> {
    text.parse().ok()
}

/// The whole number that a decimal is, where it fits.
pub(super) fn whole(decimal: Decimal) -> Option<i32> {
    i32::try_from(decimal.trunc().mantissa())
        .ok()
        .filter(|_| decimal.trunc().scale() == 0)
}

/// How many digits after the point a decimal is written with, zeros at its end left out.
pub(super) fn places(decimal: Decimal) -> u32 {
    decimal.normalize().scale()
}

#[cfg(test)]
mod tests {
    use super::{parse, parse_whole, places, whole};

    #[test]
    fn decimals_are_read_as_written() {
        assert_eq!(parse("0.010").unwrap().to_string(), "0.010");
        assert_eq!(parse("-1.5").unwrap().to_string(), "-1.5");
        assert_eq!(parse("1e3").unwrap(), parse("1000").unwrap());
        for bad in ["", ".", "1.", ".5", "1.2.3", "a", "1e999", "0x1", "1_0"] {
            assert!(parse(bad).is_none(), "{bad}");
        }
        assert!(parse(&"9".repeat(40)).is_none());
    }

    #[test]
    fn whole_numbers_have_32_bits() {
        assert_eq!(whole(parse("12.9").unwrap()), Some(12));
        assert_eq!(whole(parse("-12.9").unwrap()), Some(-12));
        assert_eq!(whole(parse("2147483648").unwrap()), None);
        assert_eq!(parse_whole("2147483648"), None);
        assert_eq!(places(parse("1.500").unwrap()), 1);
    }
}
