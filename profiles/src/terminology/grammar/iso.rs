//! What ISO defines: currencies, countries and their regions.

use iso_currency::Currency;

use super::is_written;

/// ISO 4217, the codes in use.
pub(super) fn is_currency(code: &str) -> bool {
    Currency::from_code(code).is_some()
}

/// ISO 3166-1: two letters, three letters, or three digits.
pub(super) fn is_country(code: &str) -> bool {
    ["AA", "AAA", "999"]
        .iter()
        .any(|form| is_written(code, form))
}

/// ISO 3166-2: the country, then one to three letters or digits.
pub(super) fn is_region(code: &str) -> bool {
    ["AA-*", "AA-**", "AA-***"]
        .iter()
        .any(|form| is_written(code, form))
}
