//! FHIR dates and times: their form, when they begin, whether they lie in the future.
//!
//! The forms are read by scanners, not by the specification's regular expressions,
//! which are unanchored and backtrack.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// How far ahead of UTC the earliest places on earth are.
const EARLIEST_ZONE: SignedDuration = SignedDuration::from_hours(14);

/// How much a sender's clock may be ahead.
const CLOCK_SLACK: SignedDuration = SignedDuration::from_mins(10);

/// `YYYY`, `YYYY-MM` or `YYYY-MM-DD` of a day that exists.
pub(crate) fn is_date(text: &str) -> bool {
    day(text).is_some()
}

/// A date, or a date with a time and its zone.
pub(crate) fn is_date_time(text: &str) -> bool {
    match text.split_once('T') {
        None => is_date(text),
        Some((date, time)) => date.len() == 10 && is_date(date) && is_zoned_time(time),
    }
}

/// A date with a time and its zone.
pub(crate) fn is_instant(text: &str) -> bool {
    text.contains('T') && is_date_time(text)
}

/// `hh:mm:ss` with any number of decimals.
pub(crate) fn is_time(text: &str) -> bool {
    let (whole, decimals) = text.split_once('.').map_or((text, "0"), |(a, b)| (a, b));
    let bytes = whole.as_bytes();
    bytes.len() == 8
        && bytes[2] == b':'
        && bytes[5] == b':'
        && number(whole.get(0..2), 23).is_some()
        && number(whole.get(3..5), 59).is_some()
        && number(whole.get(6..8), 60).is_some()
        && !decimals.is_empty()
        && decimals.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_zoned_time(text: &str) -> bool {
    if let Some(time) = text.strip_suffix('Z') {
        return is_time(time);
    }
    let Some(at) = text.rfind(['+', '-']) else {
        return false;
    };
    let (time, zone) = text.split_at(at);
    let zone = zone.as_bytes();
    let hours_minutes = std::str::from_utf8(&zone[1..]).unwrap_or_default();
    is_time(time)
        && zone.len() == 6
        && zone[3] == b':'
        && number(hours_minutes.get(0..2), 14).is_some()
        && number(hours_minutes.get(3..5), 59).is_some()
}

/// The first day of a date.
fn day(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let dashes = [4, 7]
        .iter()
        .all(|&at| bytes.get(at).is_none_or(|&byte| byte == b'-'));
    if !dashes || !matches!(bytes.len(), 4 | 7 | 10) {
        return None;
    }
    let year = number(text.get(0..4), 9999).filter(|&year| year > 0)?;
    let part = |range| {
        text.get(range)
            .map_or(Some(1), |part| number(Some(part), 31))
    };
    let month = i8::try_from(part(5..7)?).ok()?;
    let day = i8::try_from(part(8..10)?).ok()?;
    Date::new(year, month, day).ok()
}

fn number(digits: Option<&str>, most: i16) -> Option<i16> {
    let digits = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    digits.parse().ok().filter(|&number| number <= most)
}

/// When a date or time begins; a date begins at midnight in UTC.
pub(crate) fn start(text: &str) -> Option<Timestamp> {
    if text.contains('T') {
        return is_date_time(text).then(|| text.parse().ok()).flatten();
    }
    let midnight = day(text)?.to_zoned_datetime(TimeZone::UTC).ok()?;
    Some(midnight.timestamp())
}

/// Whether a date or time is later than it can be when it is received at `received_at`.
pub(crate) fn is_late(text: &str, received_at: Timestamp) -> bool {
    let slack = if text.contains('T') {
        CLOCK_SLACK
    } else {
        EARLIEST_ZONE
    };
    let latest = received_at.checked_add(slack).unwrap_or(Timestamp::MAX);
    start(text).is_some_and(|start| start > latest)
}

#[cfg(test)]
mod tests {
    use super::{is_date, is_date_time, is_instant, is_late, is_time, start};

    #[test]
    fn dates_are_years_months_or_days_that_exist() {
        for good in ["2024", "2024-02", "2024-02-29"] {
            assert!(is_date(good), "{good}");
        }
        for bad in [
            "",
            "24",
            "2024-13",
            "2023-02-29",
            "2024-2-1",
            "2024-02-29T",
            "0000",
            "2024/02",
        ] {
            assert!(!is_date(bad), "{bad}");
        }
    }

    #[test]
    fn a_time_in_a_date_time_needs_seconds_and_a_zone() {
        assert!(is_date_time("2024-02-29T10:00:00Z"));
        assert!(is_date_time("2024-02-29T10:00:00.123+02:00"));
        assert!(!is_date_time("2024-02-29T10:00:00"));
        assert!(!is_date_time("2024-02-29T10:00Z"));
        assert!(!is_date_time("2024-02T10:00:00Z"));
    }

    #[test]
    fn an_instant_is_never_a_bare_date() {
        assert!(!is_instant("2024-02-29"));
        assert!(is_instant("2024-02-29T10:00:00-01:00"));
    }

    #[test]
    fn a_time_has_no_zone() {
        assert!(is_time("23:59:59.5"));
        assert!(!is_time("24:00:00"));
        assert!(!is_time("10:00:00Z"));
    }

    #[test]
    fn tomorrow_in_the_easternmost_zone_is_not_the_future() {
        let received_at = "2026-03-01T12:00:00Z".parse().unwrap();
        assert!(!is_late("2026-03-02", received_at));
        assert!(is_late("2026-03-03", received_at));
        assert!(is_late("2026-03-01T12:30:00Z", received_at));
        assert!(!is_late("2026-03-01T12:05:00Z", received_at));
        assert!(!is_late("2026", received_at));
    }

    #[test]
    fn a_date_begins_at_midnight() {
        assert_eq!(
            start("2024-05").unwrap().to_string(),
            "2024-05-01T00:00:00Z"
        );
    }
}
