//! Reasons: what a person decides is kept with why.

/// A reason has at least and at most this many characters.
const CHARACTERS: std::ops::RangeInclusive<usize> = 3..=500;

/// A reason as it is kept, or what to do about one that says nothing.
pub(crate) fn reason(written: &str) -> Result<String, &'static str> {
    let reason = written.trim();
    if CHARACTERS.contains(&reason.chars().count()) {
        Ok(reason.to_owned())
    } else {
        Err("Give a reason of 3 to 500 characters.")
    }
}
