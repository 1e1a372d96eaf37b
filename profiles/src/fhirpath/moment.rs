//! Dates, dates with times, and times, as precise as they are written (N1, Date, `DateTime`,
//! Time; comparison and arithmetic of them).

mod read;
mod reckon;

use std::cmp::Ordering;

use jiff::SignedDuration;
use jiff::civil::DateTime;

pub(super) use read::{literal, of_type};
pub(super) use reckon::{Unit, calendar_unit, is_calendar_unit};

/// The least offset from UTC at which two times may still be in either order.
const OFFSET_MAX: SignedDuration = SignedDuration::from_hours(14);

/// What kind of moment it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Date,
    DateTime,
    Time,
}

/// How precise a moment is; decimals of seconds are no precision of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Precision {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
}

/// A moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) kind: Kind,
    pub(super) precision: Precision,
    /// What is not said is the first; a time lies on the first day there is.
    at: DateTime,
    /// Whether decimals of the second are written.
    fraction: bool,
    /// Minutes ahead of UTC, where that is said.
    offset: Option<i16>,
}

/// How two moments lie to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// Surely so.
    Sure(Ordering),
    /// One is not precise enough to tell.
    Unclear,
    /// They are not of kinds that can be compared.
    Incomparable,
}

impl Moment {
    /// The same, as another kind: a date is a date with a time that is not said.
    pub(super) fn as_kind(mut self, kind: Kind) -> Option<Self> {
        match (self.kind, kind) {
            (Kind::Date, Kind::DateTime) => {}
            (Kind::DateTime, Kind::Date) => {
                self.precision = self.precision.min(Precision::Day);
                self.at = truncated(self.at, self.precision);
                self.offset = None;
            }
            (from, to) if from == to => {}
            _ => return None,
        }
        self.kind = kind;
        Some(self)
    }

    /// How this one lies to another.
    pub(super) fn order(&self, other: &Self) -> Order {
        if (self.kind == Kind::Time) != (other.kind == Kind::Time) {
            return Order::Incomparable;
        }
        let (mut a, mut b) = (self.at, other.at);
        let timed = |moment: &Self| moment.precision >= Precision::Hour;
        if timed(self) && timed(other) && self.kind != Kind::Time {
            match (self.in_utc(), other.in_utc()) {
                (Some(utc_a), Some(utc_b)) => (a, b) = (utc_a, utc_b),
                (None, None) => {}
                _ if a.duration_since(b).abs() <= OFFSET_MAX => return Order::Unclear,
                _ => {}
            }
        }
        let shared = self.precision.min(other.precision);
        match truncated(a, shared).cmp(&truncated(b, shared)) {
            Ordering::Equal if self.precision != other.precision => Order::Unclear,
            sure => Order::Sure(sure),
        }
    }

    fn in_utc(&self) -> Option<DateTime> {
        let offset = SignedDuration::from_mins(i64::from(self.offset?));
        self.at.checked_sub(offset).ok()
    }
}

/// A time with what is finer than the precision left out.
fn truncated(at: DateTime, precision: Precision) -> DateTime {
    let with = at.with();
    let cut = match precision {
        Precision::Year => with.month(1).day(1).hour(0).minute(0).second(0),
        Precision::Month => with.day(1).hour(0).minute(0).second(0),
        Precision::Day => with.hour(0).minute(0).second(0),
        Precision::Hour => with.minute(0).second(0),
        Precision::Minute => with.second(0),
        Precision::Second => return at,
    };
    cut.subsec_nanosecond(0).build().unwrap_or(at)
}
