//! Synthetic numbers with valid check digits.

/// Weights of the first check digit of an identity number.
const FIRST: [u32; 9] = [3, 7, 6, 1, 8, 9, 4, 5, 2];
/// Weights of the second check digit.
const SECOND: [u32; 10] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
/// Weights of the check digit of an organisation number.
const ORGANISATION: [u32; 8] = [3, 2, 7, 6, 5, 4, 3, 2];

/// Completes the nine digits `DDMMYYIII` of an identity number; some cannot be.
pub(super) fn complete_identity(nine: &str) -> Option<String> {
    let first = check_digit(nine, &FIRST)?;
    let ten = format!("{nine}{first}");
    let second = check_digit(&ten, &SECOND)?;
    Some(format!("{ten}{second}"))
}

/// Completes the eight digits of an organisation number; some cannot be.
pub(super) fn complete_organisation(eight: &str) -> Option<String> {
    let check = check_digit(eight, &ORGANISATION)?;
    Some(format!("{eight}{check}"))
}

/// Eleven less the weighted sum modulo eleven; eleven is 0, ten does not exist.
fn check_digit(digits: &str, weights: &[u32]) -> Option<u32> {
    let digits = digits.chars().filter_map(|digit| digit.to_digit(10));
    let sum: u32 = digits
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum();
    match (11 - sum % 11) % 11 {
        10 => None,
        digit => Some(digit),
    }
}

#[cfg(test)]
mod tests {
    use super::{complete_identity, complete_organisation};

    #[test]
    fn published_synthetic_numbers_come_out() {
        assert_eq!(
            complete_identity("018155123").as_deref(),
            Some("01815512347")
        );
        assert_eq!(
            complete_identity("298200700").as_deref(),
            Some("29820070079")
        );
    }

    #[test]
    fn an_organisation_number_gets_its_check_digit() {
        assert_eq!(
            complete_organisation("80000000").as_deref(),
            Some("800000009")
        );
    }
}
