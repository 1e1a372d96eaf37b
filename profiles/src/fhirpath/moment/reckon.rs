//! Moments and durations: a moment plus or minus a number of calendar units (N1,
//! Date/Time Arithmetic).

use jiff::{Span, ToSpan};

use super::{Kind, Moment, Precision};
use crate::fhirpath::number::Decimal;

/// A unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::fhirpath) enum Unit {
    Millisecond,
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// The units by their names.
const UNITS: [(&str, &str, Unit); 8] = [
    ("year", "years", Unit::Year),
    ("month", "months", Unit::Month),
    ("week", "weeks", Unit::Week),
    ("day", "days", Unit::Day),
    ("hour", "hours", Unit::Hour),
    ("minute", "minutes", Unit::Minute),
    ("second", "seconds", Unit::Second),
    ("millisecond", "milliseconds", Unit::Millisecond),
];

/// The calendar unit of that name; of UCUM's, only those that are as long on any day.
pub(in crate::fhirpath) fn calendar_unit(name: &str) -> Option<Unit> {
    match name {
        "s" => return Some(Unit::Second),
        "ms" => return Some(Unit::Millisecond),
        _ => {}
    }
    let mut units = UNITS.iter();
    let found = units.find(|(one, many, _)| *one == name || *many == name);
    found.map(|(_, _, unit)| *unit)
}

/// Whether a name after a number makes it a duration.
pub(in crate::fhirpath) fn is_calendar_unit(name: &str) -> bool {
    UNITS
        .iter()
        .any(|(one, many, _)| *one == name || *many == name)
}

impl Unit {
    /// How many seconds one has, where the calendar does not matter.
    pub(in crate::fhirpath) fn milliseconds(self) -> Option<i64> {
        Some(match self {
            Self::Millisecond => 1,
            Self::Second => 1000,
            Self::Minute => 60_000,
            Self::Hour => 3_600_000,
            Self::Day => 86_400_000,
            Self::Week => 7 * 86_400_000,
            Self::Month | Self::Year => return None,
        })
    }

    /// The finest precision at which a unit can be added, the unit that goes next above it
    /// otherwise, and how many of this one that takes.
    fn coarser(self) -> (Precision, Self, i64) {
        match self {
            Self::Millisecond => (Precision::Second, Self::Second, 1000),
            Self::Second => (Precision::Second, Self::Minute, 60),
            Self::Minute => (Precision::Minute, Self::Hour, 60),
            Self::Hour => (Precision::Hour, Self::Day, 24),
            Self::Day | Self::Week => (Precision::Day, Self::Month, 30),
            Self::Month => (Precision::Month, Self::Year, 12),
            Self::Year => (Precision::Year, Self::Year, 1),
        }
    }
}

impl Moment {
    /// This moment, so many units later; nothing where there is no such moment.
    pub(in crate::fhirpath) fn plus(mut self, amount: Decimal, unit: Unit) -> Option<Self> {
        let (mut amount, mut unit) = (amount, unit);
        if self.kind == Kind::Time && unit > Unit::Hour {
            return None;
        }
        if unit == Unit::Week {
            (amount, unit) = (amount.trunc().checked_mul(Decimal::from(7))?, Unit::Day);
        }
        loop {
            let (precision, above, many) = unit.coarser();
            if precision <= self.precision {
                break;
            }
            (amount, unit) = (amount.checked_div(Decimal::from(many))?.trunc(), above);
        }
        self.at = if self.kind == Kind::Time {
            self.at
                .date()
                .to_datetime(self.at.time().wrapping_add(span(amount, unit)?))
        } else {
            self.at.checked_add(span(amount, unit)?).ok()?
        };
        self.fraction |= self.at.subsec_nanosecond() != 0;
        (self.at.year() > 0).then_some(self)
    }
}

/// So many units; decimals only of seconds.
fn span(amount: Decimal, unit: Unit) -> Option<Span> {
    if unit <= Unit::Second {
        let each = Decimal::from(unit.milliseconds()?);
        let whole = i64::try_from(amount.checked_mul(each)?.trunc().normalize().mantissa());
        return Span::new().try_milliseconds(whole.ok()?).ok();
    }
    let whole = i64::try_from(amount.trunc().normalize().mantissa()).ok()?;
    let none = 0.seconds();
    match unit {
        Unit::Minute => none.try_minutes(whole),
        Unit::Hour => none.try_hours(whole),
        Unit::Day => none.try_days(whole),
        Unit::Month => none.try_months(whole),
        _ => none.try_years(whole),
    }
    .ok()
}

#[cfg(test)]
mod tests {
    use super::{Unit, calendar_unit};
    use crate::fhirpath::moment::literal;
    use crate::fhirpath::number::parse;

    #[track_caller]
    fn plus(from: &str, amount: &str, unit: &str, expected: &str) {
        let found = literal(from)
            .unwrap()
            .plus(parse(amount).unwrap(), calendar_unit(unit).unwrap());
        assert_eq!(found.unwrap().to_string(), expected);
    }

    #[test]
    fn a_month_later_is_the_last_day_where_there_is_no_such_day() {
        plus("2024-01-31", "1", "month", "2024-02-29");
        plus("2024-02-29", "1", "year", "2025-02-28");
    }

    #[test]
    fn what_is_finer_than_the_moment_is_taken_as_so_many_coarser_ones() {
        plus("2014", "24", "months", "2016");
        plus("2019-03", "65", "days", "2019-05");
        plus("2016-02-28", "1.9", "days", "2016-02-29");
    }

    #[test]
    fn a_time_goes_round_the_clock() {
        plus("T23:30:00", "45", "minutes", "00:15:00");
        assert!(
            literal("T10:00")
                .unwrap()
                .plus(parse("1").unwrap(), Unit::Day)
                .is_none()
        );
    }
}
