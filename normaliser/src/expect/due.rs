//! When a report is due: so many weeks and calendar months after the event.

use caseway_profiles::registry::Owed;
use jiff::{Span, civil::Date};

/// The day a report is due; the last day of the month where that month has no such day.
/// Dates without a day have no due date.
pub(super) fn after(event: &str, owed: &Owed) -> Option<String> {
    let date: Date = event.parse().ok()?;
    let wait = Span::new().try_weeks(owed.weeks).ok()?;
    let months = Span::new().try_months(owed.months).ok()?;
    let due = date.checked_add(wait).ok()?.checked_add(months).ok()?;
    Some(due.to_string())
}

/// Whether a report is owed for an event of that day; of an unknown day it is.
pub(super) fn is_owed(event: Option<&str>, owed: &Owed) -> bool {
    let Some(day) = event.and_then(|event| event.parse::<Date>().ok()) else {
        return true;
    };
    owed.valid_from.is_none_or(|from| from <= day) && owed.valid_to.is_none_or(|to| day <= to)
}

#[cfg(test)]
mod tests {
    use caseway_profiles::registry::{Mark, Owed, Trigger};

    use super::{after, is_owed};

    fn owed(weeks: u32, months: u32) -> Owed {
        Owed {
            kind: "follow-up".to_owned(),
            after: Trigger::Operation,
            weeks,
            months,
            valid_from: None,
            valid_to: "2024-12-31".parse().ok(),
            mark: Mark::I,
            source: None,
        }
    }

    #[test]
    fn two_months_later_is_the_same_day_or_the_last_of_the_month() {
        let two = owed(0, 2);
        assert_eq!(after("2024-03-16", &two).as_deref(), Some("2024-05-16"));
        assert_eq!(after("2024-12-31", &two).as_deref(), Some("2025-02-28"));
        assert_eq!(after("2024-03", &two), None);
    }

    #[test]
    fn what_takes_place_later_is_waited_for_first() {
        let due = after("2024-03-16", &owed(8, 2));
        assert_eq!(due.as_deref(), Some("2024-07-11"));
    }

    #[test]
    fn what_came_to_an_end_is_not_owed_for_later_events() {
        let ended = owed(0, 2);
        assert!(is_owed(Some("2024-12-31"), &ended));
        assert!(!is_owed(Some("2025-01-01"), &ended));
        assert!(is_owed(Some("2025"), &ended), "the day is not known");
        assert!(is_owed(None, &ended));
    }
}
