//! How long ago something was, for a person to read.

use jiff::Timestamp;

/// How long ago, in the two largest units.
pub(super) fn age(then: Timestamp, now: Timestamp) -> String {
    let seconds = (now - then).as_secs().max(0);
    let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400);
    match (days, hours, minutes) {
        (2.., ..) => format!("{days} d {} h ago", hours % 24),
        (_, 1.., _) => format!("{hours} h {} min ago", minutes % 60),
        (.., 1..) => format!("{minutes} min {} s ago", seconds % 60),
        _ => format!("{seconds} s ago"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, ToSpan as _};

    use super::age;

    #[test]
    fn an_age_is_told_in_its_two_largest_units() {
        let then = Timestamp::UNIX_EPOCH;
        assert_eq!(age(then, then + 5.seconds()), "5 s ago");
        assert_eq!(age(then, then + 125.seconds()), "2 min 5 s ago");
        assert_eq!(age(then, then + 51.hours()), "2 d 3 h ago");
    }
}
