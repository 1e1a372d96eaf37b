//! Reasons: what a person decides is kept with why.

/// A reason has at least and at most this many characters.
const CHARACTERS: std::ops::RangeInclusive<usize> = 3..=500;
/// A Norwegian identity number has this many digits.
const IDENTITY_DIGITS: usize = 11;

/// A reason as it is kept, or what to do about one that cannot be: it is shown, and lies open
/// beside what is sealed.
pub(crate) fn reason(written: &str) -> Result<String, &'static str> {
    let reason = written.trim();
    if !CHARACTERS.contains(&reason.chars().count()) {
        Err("Give a reason of 3 to 500 characters.")
    } else if may_identify(reason) {
        Err("Take the identity number out of the reason: it is kept and shown.")
    } else {
        Ok(reason.to_owned())
    }
}

/// Whether a text has as many digits on end as an identity number, written together or with
/// a space behind the sixth.
fn may_identify(text: &str) -> bool {
    let runs: Vec<usize> = text
        .split(|character: char| !character.is_ascii_digit())
        .map(str::len)
        .collect();
    runs.iter().any(|digits| *digits >= IDENTITY_DIGITS)
        || runs.windows(2).any(|pair| pair == [6, IDENTITY_DIGITS - 6])
}

#[cfg(test)]
mod tests {
    use super::reason;

    #[test]
    fn a_reason_is_short_and_says_something() {
        assert_eq!(reason(" treated abroad "), Ok("treated abroad".to_owned()));
        assert!(reason(" - ").is_err());
        assert!(reason(&"x".repeat(501)).is_err());
    }

    #[test]
    fn a_reason_with_an_identity_number_is_refused_and_one_with_dates_is_not() {
        for written in ["of 12345678901", "of 123456 78901", "of 123456-78901."] {
            assert!(reason(written).is_err(), "{written}");
        }
        assert!(reason("seen 2024-03-16 12:30, ref 1234567890").is_ok());
    }
}
