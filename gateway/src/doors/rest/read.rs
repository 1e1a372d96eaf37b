//! Requests that read: who is asking, and for which days.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Query};
use caseway_proto::{Position, Sender};
use caseway_store::Period;
use http::header;
use http::request::Parts;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::body::text;
use super::refusal::NotReceived;
use crate::auth::Permit;
use crate::start::House;

/// A Sender that reads its own.
pub(crate) struct Asking(pub Permit<Sender>);

impl FromRequestParts<Arc<House>> for Asking {
    type Rejection = NotReceived;

    async fn from_request_parts(
        parts: &mut Parts,
        house: &Arc<House>,
    ) -> Result<Self, NotReceived> {
        let authorization = text(&parts.headers, &header::AUTHORIZATION);
        Ok(Self(house.gatekeeper.permit(authorization).await?))
    }
}

/// The query that reads of submissions and accounts share.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Days {
    /// First day, `YYYY-MM-DD`, UTC; absent: from the beginning.
    pub(crate) from: Option<String>,
    /// Last day, `YYYY-MM-DD`, UTC; absent: until now.
    pub(crate) to: Option<String>,
    /// The Journal position to look from; absent: the newest.
    pub(crate) as_of: Option<i64>,
    /// `json`, `csv` or `html`; absent: as `Accept` asks.
    pub(crate) format: Option<String>,
    /// The `next_page` of the answer before.
    pub(crate) page: Option<i64>,
    /// At most this many.
    pub(crate) page_size: Option<u32>,
}

impl<S: Sync> FromRequestParts<S> for Days {
    type Rejection = NotReceived;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, NotReceived> {
        let wrong = "The query cannot be read. It has from, to, as_of, format, page and page_size, and as_of, page and page_size are numbers.";
        let query = Query::try_from_uri(&parts.uri);
        query
            .map(|Query(days)| days)
            .map_err(|_| NotReceived::bad_query(wrong))
    }
}

impl Days {
    /// The period asked for.
    pub(crate) fn period(&self) -> Result<Period, NotReceived> {
        period(self.from.as_deref(), self.to.as_deref()).map_err(NotReceived::bad_query)
    }

    /// The position asked for.
    pub(crate) fn position(&self) -> Option<Position> {
        self.as_of.map(Position)
    }
}

/// The period from one day to another, both included, in UTC; an absent day is no bound.
///
/// # Errors
/// A sentence that says what cannot be used.
pub(crate) fn period(from: Option<&str>, to: Option<&str>) -> Result<Period, &'static str> {
    let day = |text: &str| {
        text.parse::<Date>()
            .map_err(|_| "from and to are days, such as 2026-01-31.")
    };
    let start = |day: Date| TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0));
    let outside = |_| "from and to lie outside the calendar.";
    let from = match from.filter(|text| !text.is_empty()) {
        Some(text) => start(day(text)?).map_err(outside)?,
        None => Timestamp::UNIX_EPOCH,
    };
    let until = match to.filter(|text| !text.is_empty()) {
        Some(text) => day(text)?.tomorrow().and_then(start).map_err(outside)?,
        None => Timestamp::MAX,
    };
    if until <= from {
        Err("to lies before from.")
    } else {
        Ok(Period { from, until })
    }
}

#[cfg(test)]
mod tests {
    use super::period;

    #[test]
    fn both_days_are_included() {
        let period = period(Some("2026-01-01"), Some("2026-01-01")).unwrap();
        assert_eq!(period.from.to_string(), "2026-01-01T00:00:00Z");
        assert_eq!(period.until.to_string(), "2026-01-02T00:00:00Z");
    }

    #[test]
    fn days_that_are_none_or_the_wrong_way_round_are_refused() {
        assert!(period(Some("yesterday"), None).is_err());
        assert!(period(Some("2026-02-01"), Some("2026-01-01")).is_err());
    }
}
