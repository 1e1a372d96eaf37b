//! When a report is due: two calendar months after the event.

use jiff::{ToSpan, civil::Date};

/// The date two months after a day; the last day of the month where there is none.
/// Dates without a day have no due date.
pub(super) fn after(event: &str) -> Option<String> {
    let date: Date = event.parse().ok()?;
    Some(date.checked_add(2.months()).ok()?.to_string())
}

#[cfg(test)]
mod tests {
    use super::after;

    #[test]
    fn two_months_later_is_the_same_day_or_the_last_of_the_month() {
        assert_eq!(after("2024-03-16").as_deref(), Some("2024-05-16"));
        assert_eq!(after("2024-12-31").as_deref(), Some("2025-02-28"));
        assert_eq!(after("2024-03"), None);
    }
}
