//! How moments are read and written: FHIRPath's literals are wider than FHIR's types.

use std::fmt;

use jiff::civil::{Date, DateTime, Time};

use super::{Kind, Moment, Precision};

/// What a literal says, without the `@`.
pub(in crate::fhirpath) fn literal(text: &str) -> Option<Moment> {
    if let Some(time) = text.strip_prefix('T') {
        return time_of_day(time);
    }
    let (date, time) = text
        .split_once('T')
        .map_or((text, None), |(date, time)| (date, Some(time)));
    let (date, precision) = day(date)?;
    let at = date.to_datetime(Time::midnight());
    let bare = Moment {
        kind: Kind::Date,
        precision,
        at,
        fraction: false,
        offset: None,
    };
    match time {
        None => Some(bare),
        Some("") => bare.as_kind(Kind::DateTime),
        Some(_) if precision != Precision::Day => None,
        Some(time) => with_time(date, time),
    }
}

/// What a value of one of FHIR's types says.
pub(in crate::fhirpath) fn of_type(kind: &str, text: &str) -> Option<Moment> {
    match kind {
        "date" => literal(text)?.as_kind(Kind::Date),
        "dateTime" | "instant" => literal(text)?.as_kind(Kind::DateTime),
        "time" => time_of_day(text.strip_prefix('T').unwrap_or(text)),
        _ => None,
    }
}

fn with_time(date: Date, text: &str) -> Option<Moment> {
    let (time, offset) = zoned(text)?;
    let (time, precision, fraction) = clock(time)?;
    Some(Moment {
        kind: Kind::DateTime,
        precision,
        at: date.to_datetime(time),
        fraction,
        offset,
    })
}

fn time_of_day(text: &str) -> Option<Moment> {
    let (time, precision, fraction) = clock(text)?;
    Some(Moment {
        kind: Kind::Time,
        precision,
        at: DateTime::from_parts(Date::constant(1, 1, 1), time),
        fraction,
        offset: None,
    })
}

/// A time and the minutes that its zone is ahead of UTC.
fn zoned(text: &str) -> Option<(&str, Option<i16>)> {
    if let Some(time) = text.strip_suffix('Z') {
        return Some((time, Some(0)));
    }
    let Some(at) = text.rfind(['+', '-']) else {
        return Some((text, None));
    };
    let (time, zone) = text.split_at(at);
    let (hours, minutes) = zone[1..].split_once(':')?;
    let ahead = number(hours, 14)? * 60 + number(minutes, 59)?;
    Some((
        time,
        Some(if zone.starts_with('-') { -ahead } else { ahead }),
    ))
}

fn day(text: &str) -> Option<(Date, Precision)> {
    let mut parts = text.split('-');
    let year = parts.next().filter(|year| year.len() == 4)?;
    let (month, day) = (parts.next(), parts.next());
    let precision = match (month, day) {
        (None, _) => Precision::Year,
        (_, None) => Precision::Month,
        _ => Precision::Day,
    };
    let month = number(month.unwrap_or("01"), 12)?;
    let day = number(day.unwrap_or("01"), 31)?;
    let year = digits(year).and_then(|year| year.parse().ok())?;
    let found = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    found
        .ok()
        .filter(|_| parts.next().is_none() && year > 0)
        .map(|date| (date, precision))
}

/// A time of day, how precise it is, and whether it has decimals.
fn clock(text: &str) -> Option<(Time, Precision, bool)> {
    let (whole, decimals) = text
        .split_once('.')
        .map_or((text, None), |(whole, decimals)| (whole, Some(decimals)));
    let mut parts = whole.split(':');
    let hour = number(parts.next()?, 23)?;
    let (minute, second) = (parts.next(), parts.next());
    let precision = match (minute, second) {
        (None, _) => Precision::Hour,
        (_, None) => Precision::Minute,
        _ => Precision::Second,
    };
    if parts.next().is_some() || (decimals.is_some() && second.is_none()) {
        return None;
    }
    let minute = number(minute.unwrap_or("00"), 59)?;
    // A leap second is taken as the second before it.
    let second = number(second.unwrap_or("00"), 60)?.min(59);
    let nanosecond = decimals.map_or(Some(0), nanoseconds)?;
    let small = |part: i16| i8::try_from(part).ok();
    let time = Time::new(small(hour)?, small(minute)?, small(second)?, nanosecond);
    Some((time.ok()?, precision, decimals.is_some()))
}

/// The first nine decimals of a second.
fn nanoseconds(decimals: &str) -> Option<i32> {
    let kept = digits(decimals)?.get(..decimals.len().min(9))?;
    let shift = u32::try_from(9 - kept.len()).ok()?;
    Some(kept.parse::<i32>().ok()? * 10_i32.pow(shift))
}

fn digits(text: &str) -> Option<&str> {
    let good = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    good.then_some(text)
}

fn number(text: &str, most: i16) -> Option<i16> {
    let number = digits(text).filter(|text| text.len() == 2)?.parse().ok()?;
    (number <= most).then_some(number)
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = &self.at;
        if self.kind != Kind::Time {
            write!(f, "{:04}", at.year())?;
            if self.precision >= Precision::Month {
                write!(f, "-{:02}", at.month())?;
            }
            if self.precision >= Precision::Day {
                write!(f, "-{:02}", at.day())?;
            }
            if self.precision < Precision::Hour {
                return Ok(());
            }
            f.write_str("T")?;
        }
        write!(f, "{:02}", at.hour())?;
        if self.precision >= Precision::Minute {
            write!(f, ":{:02}", at.minute())?;
        }
        if self.precision >= Precision::Second {
            write!(f, ":{:02}", at.second())?;
            if self.fraction {
                write!(f, ".{:03}", at.subsec_nanosecond() / 1_000_000)?;
            }
        }
        match self.offset {
            Some(0) => f.write_str("Z"),
            Some(ahead) => {
                let sign = if ahead < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", ahead.abs() / 60, ahead.abs() % 60)
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{literal, of_type};

    #[test]
    fn literals_are_written_as_they_were_read() {
        for good in [
            "2015",
            "2015-02",
            "2015-02-04",
            "2015-02-04T14",
            "2015-02-04T14:34:28+09:00",
            "2015-02-04T14:34:28.123Z",
        ] {
            assert_eq!(literal(good).unwrap().to_string(), good);
        }
        assert_eq!(literal("T14:34").unwrap().to_string(), "14:34");
        assert_eq!(literal("2015T").unwrap().to_string(), "2015");
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for bad in [
            "",
            "15",
            "2015-13",
            "2015-02-30",
            "2015T10",
            "T24:00",
            "T1",
            "0000",
            "2015-1-1",
            "2015-01-01T10:00:00+15:00",
            "2015-01-01T10.5",
            "2015-01-01-01",
            "æ",
        ] {
            assert!(literal(bad).is_none(), "{bad}");
        }
        assert!(of_type("code", "2015").is_none());
    }
}
