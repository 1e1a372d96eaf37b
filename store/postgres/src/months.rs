//! Months: the partitions that entries go into, made before anything is in them.
//!
//! The first entry of a month finds its own partition there and makes the next one.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use caseway_store::StoreError;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use sqlx::PgPool;

use crate::error::Doing as _;

const DOING: &str = "making a month of the journal";

/// The months that are known to be there, by their first day. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Months(Arc<Mutex<BTreeSet<Date>>>);

impl Months {
    /// Makes what is missing of the months that some moments are in and those after them.
    pub(crate) async fn make(
        &self,
        writer: &PgPool,
        moments: impl IntoIterator<Item = Timestamp>,
    ) -> Result<(), StoreError> {
        let missing = self.missing(moments);
        if missing.is_empty() {
            return Ok(());
        }
        let moments: Vec<i64> = missing.iter().copied().filter_map(micros).collect();
        sqlx::query_file!("statements/engine/make_months.sql", &moments)
            .execute(writer)
            .await
            .doing(DOING)?;
        self.lock().extend(missing);
        Ok(())
    }

    fn missing(&self, moments: impl IntoIterator<Item = Timestamp>) -> BTreeSet<Date> {
        let known = self.lock();
        moments
            .into_iter()
            .map(month)
            .flat_map(|month| [Some(month), month.checked_add(Span::new().months(1)).ok()])
            .flatten()
            .filter(|month| !known.contains(month))
            .collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeSet<Date>> {
        // A panic while the lock was held cannot leave a set in a wrong state.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The first day of the month that a moment is in.
fn month(moment: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(moment).date().first_of_month()
}

fn micros(month: Date) -> Option<i64> {
    let first = TimeZone::UTC.to_timestamp(month.at(0, 0, 0, 0)).ok()?;
    Some(first.as_microsecond())
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;

    use super::Months;

    #[test]
    fn a_month_is_made_once_and_the_next_one_with_it() {
        let months = Months::default();
        let december: Timestamp = "2026-12-31T23:59:59Z".parse().unwrap();
        let missing = months.missing([december, december]);
        let (own, next) = (date(2026, 12, 1), date(2027, 1, 1));
        assert_eq!(Vec::from_iter(missing), [own, next]);
        months.lock().extend([own, next]);
        assert!(months.missing([december]).is_empty());
        let january: Timestamp = "2027-01-01T00:00:00Z".parse().unwrap();
        assert_eq!(
            Vec::from_iter(months.missing([january])),
            [date(2027, 2, 1)]
        );
    }
}
