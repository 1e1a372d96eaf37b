//! How what is owed stands on a day.
//!
//! Source: the Cancer Registry's reminders (purring) for what a report is lacking of. The
//! first falls on the day it is due, the next a calendar month later each; after the third
//! it is for the registry to take up with the institution.

use caseway_proto::Expectation;
use caseway_store::Period;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _, Unit};
use serde::Serialize;

/// So many reminders are given before it is passed on.
const REMINDERS_MAX: u32 = 3;

/// How something that is owed stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// It is not due yet, or there is no day on which it is.
    Open,
    /// It was due, and is reminded of.
    Reminded,
    /// The reminders are used up: it is for the registry to take up with the institution.
    Escalated,
    /// Somebody has said that it does not apply.
    NotApplicable,
    /// It is owed no more.
    Closed,
}

impl Standing {
    /// The word used in tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Reminded => "reminded",
            Self::Escalated => "escalated",
            Self::NotApplicable => "not-applicable",
            Self::Closed => "closed",
        }
    }
}

/// Something that is owed, with how it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Owed {
    /// What.
    #[serde(flatten)]
    pub expectation: Expectation,
    /// How it stands.
    pub standing: Standing,
    /// How many reminders have fallen due.
    pub reminders: u32,
}

impl Owed {
    /// How it stands on a day.
    #[must_use]
    pub fn on(expectation: Expectation, day: Date) -> Self {
        let due = expectation.due.as_deref().and_then(|due| due.parse().ok());
        let fallen = due.map_or(0, |due| fallen(due, day));
        let standing = match fallen {
            _ if expectation.closed_by.is_some() => Standing::Closed,
            _ if expectation.waiver().is_some() => Standing::NotApplicable,
            0 => Standing::Open,
            1..=REMINDERS_MAX => Standing::Reminded,
            _ => Standing::Escalated,
        };
        Self {
            reminders: match standing {
                Standing::Closed | Standing::NotApplicable => 0,
                _ => fallen.min(REMINDERS_MAX),
            },
            expectation,
            standing,
        }
    }

    /// Whether it is for the registry to take up with the institution.
    #[must_use]
    pub fn is_escalated(&self) -> bool {
        self.standing == Standing::Escalated
    }

    /// Whether it is still owed.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(self.standing, Standing::Closed | Standing::NotApplicable)
    }
}

/// How many reminders of something due on a day have fallen due until another.
fn fallen(due: Date, day: Date) -> u32 {
    if day < due {
        return 0;
    }
    let months = due
        .until((Unit::Month, day))
        .map_or(0, |span| span.get_months());
    u32::try_from(months).unwrap_or(0).saturating_add(1)
}

/// The newest day on which something may have been due whose reminders are used up on a day.
#[must_use]
pub fn escalated_until(day: Date) -> Date {
    let months = i64::from(REMINDERS_MAX);
    // Some months are shorter than others by up to three days.
    let newest = day.saturating_sub(months.months()).saturating_add(3.days());
    let mut days = newest.series((-1).days());
    let used_up = |due: &Date| fallen(*due, day) > REMINDERS_MAX;
    days.find(used_up).unwrap_or(Date::MIN)
}

/// The day that an account tells of: the last of its period, and none that lies ahead.
pub(super) fn day(period: Period, now: Timestamp) -> Date {
    let end = period.until.min(now);
    let last = end
        .checked_sub(SignedDuration::from_nanos(1))
        .unwrap_or(end);
    TimeZone::UTC.to_datetime(last).date()
}

#[cfg(test)]
mod tests {
    use caseway_proto::{
        CaseId, Expectation, Person, Position, RegistryId, ReportKind, SubmissionId,
    };
    use caseway_store::Period;
    use jiff::civil::Date;
    use jiff::{Timestamp, ToSpan as _};

    use super::{Owed, Standing, day, escalated_until};

    fn owed(due: Option<&str>) -> Expectation {
        Expectation {
            id: "0f".to_owned(),
            case: CaseId::of(&Person([1; 33])),
            tumour: 1,
            registry: RegistryId("breast".to_owned()),
            kind: ReportKind("surgery".to_owned()),
            responsible: None,
            rule: "resection-without-surgery".to_owned(),
            cause: SubmissionId([1; 16]),
            opened_at: Position(1),
            event_date: None,
            due: due.map(str::to_owned),
            closed_by: None,
            closed_at: None,
            waivers: Vec::new(),
        }
    }

    fn on(day: &str) -> (Standing, u32) {
        let owed = Owed::on(owed(Some("2024-01-31")), day.parse().unwrap());
        (owed.standing, owed.reminders)
    }

    #[test]
    fn it_is_reminded_of_each_month_and_after_the_third_time_passed_on() {
        assert_eq!(on("2024-01-30"), (Standing::Open, 0));
        assert_eq!(on("2024-01-31"), (Standing::Reminded, 1));
        assert_eq!(on("2024-02-28"), (Standing::Reminded, 1));
        assert_eq!(on("2024-03-31"), (Standing::Reminded, 3));
        assert_eq!(on("2024-04-29"), (Standing::Reminded, 3));
        assert_eq!(on("2024-05-31"), (Standing::Escalated, 3));
    }

    #[test]
    fn what_was_due_until_a_day_is_escalated_and_what_was_due_later_is_not() {
        let first: Date = "2023-01-01".parse().unwrap();
        for today in first.series(1.day()).take(4 * 366) {
            let newest = escalated_until(today);
            let escalated = |due: Date| {
                let due = due.to_string();
                Owed::on(owed(Some(&due)), today).is_escalated()
            };
            assert!(newest.series((-1).day()).take(5).all(escalated), "{today}");
            let later = newest.tomorrow().unwrap();
            assert!(!later.series(1.day()).take(5).any(escalated), "{today}");
        }
    }

    #[test]
    fn what_has_no_day_is_never_overdue_and_what_is_closed_needs_no_reminder() {
        let day = "2030-01-01".parse().unwrap();
        assert_eq!(Owed::on(owed(None), day).standing, Standing::Open);
        let mut paid = owed(Some("2024-01-31"));
        paid.closed_by = Some(SubmissionId([2; 16]));
        let paid = Owed::on(paid, day);
        assert_eq!((paid.standing, paid.reminders), (Standing::Closed, 0));
        assert!(!paid.is_open());
    }

    #[test]
    fn an_account_tells_of_the_last_day_of_its_period_and_of_none_that_lies_ahead() {
        let period = Period {
            from: Timestamp::UNIX_EPOCH,
            until: "2024-04-01T00:00:00Z".parse().unwrap(),
        };
        let now = |text: &str| text.parse::<Timestamp>().unwrap();
        let told = |at: &str| day(period, now(at)).to_string();
        assert_eq!(told("2026-01-01T12:00:00Z"), "2024-03-31");
        assert_eq!(told("2024-03-05T12:00:00Z"), "2024-03-05");
    }
}
