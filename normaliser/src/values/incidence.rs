//! The date of incidence as Europe's registries count it, beside the national date of
//! diagnosis.
//!
//! Source: ENCR, Recommendations for coding incidence date (1997). Of the events that are
//! known the first in time counts; where one of a higher priority follows within three
//! months of it, that one does. What a report can tell of here: the day on which a specimen
//! was taken that verified the tumour (1), another date of diagnosis (4), death where only
//! death told of the tumour (5) or an autopsy found it (6). Admission (2) and the first
//! consultation (3) are in no form. The edition of 2022 could not be had and is not here.

use jiff::{Span, civil::Date};
use serde_json::Value;

use super::said::Telling;
use super::{Field, Origin};
use crate::arrangement::Source;

const SOURCE: &str = "ENCR, coding of the incidence date (1997)";

/// The field, where a day is known.
pub(super) fn field(told: &[Telling<'_>]) -> Option<Field> {
    let events = events(told);
    let first = events.iter().map(|(_, day)| *day).min()?;
    let until = first.checked_add(Span::new().try_months(3).ok()?).ok()?;
    let near = events.into_iter().filter(|(_, day)| *day <= until);
    let (_, day) = near.min()?;
    let from = ["sampled", "diagnosed", "died", "basis"].into_iter();
    let from = from.filter(|name| told.iter().any(|telling| telling.field == *name));
    Some(Field {
        name: "incidence_encr".to_owned(),
        called: Some("Incidence date (ENCR)".to_owned()),
        value: day.to_string().into(),
        origin: Origin::Follows {
            from: from.collect(),
            source: SOURCE,
        },
    })
}

/// The events with their priority, the highest being 1.
fn events(told: &[Telling<'_>]) -> Vec<(u8, Date)> {
    let basis = |code: &str| {
        let mut all = told.iter().filter(|telling| telling.field == "basis");
        all.any(|telling| telling.value == code)
    };
    let autopsy = basis("7.3");
    let verified = told
        .iter()
        .any(|telling| telling.field == "morphology" && telling.source != Source::Clinic);
    let of = |telling: &Telling<'_>| {
        let priority = match telling.field {
            "sampled" if verified && !autopsy && telling.source != Source::Clinic => 1,
            "diagnosed" if !autopsy && !basis("0") => 4,
            "died" if basis("0") => 5,
            "died" if autopsy => 6,
            _ => return None,
        };
        Some((priority, day(&telling.value)?))
    };
    told.iter().filter_map(of).collect()
}

fn day(value: &Value) -> Option<Date> {
    value.as_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use caseway_proto::SubmissionId;
    use serde_json::Value;

    use super::{Source, Telling, field};

    fn telling(field: &'static str, value: &str, source: Source) -> Telling<'static> {
        Telling {
            field,
            called: None,
            value: value.into(),
            submission: SubmissionId([1; 16]),
            element: "",
            date: None,
            source,
        }
    }

    fn counted(told: &[Telling<'_>]) -> Option<Value> {
        field(told).map(|field| field.value)
    }

    fn specimen(day: &str) -> [Telling<'static>; 2] {
        [
            telling("sampled", day, Source::Biopsy),
            telling("morphology", "8500/3", Source::Biopsy),
        ]
    }

    #[test]
    fn verification_within_three_months_of_an_earlier_date_takes_its_place() {
        let clinic = telling("diagnosed", "2024-01-15", Source::Clinic);
        for (day, expected) in [
            ("2024-04-15", "2024-04-15"),
            ("2024-04-16", "2024-01-15"),
            ("2024-01-10", "2024-01-10"),
        ] {
            let mut told = specimen(day).to_vec();
            told.push(clinic.clone());
            assert_eq!(counted(&told), Some(expected.into()), "{day}");
        }
    }

    #[test]
    fn a_specimen_that_verified_nothing_is_no_verification() {
        let clinic = telling("diagnosed", "2024-01-15", Source::Clinic);
        let [sampled, _] = specimen("2024-02-01");
        assert_eq!(counted(&[sampled, clinic]), Some("2024-01-15".into()));
    }

    #[test]
    fn death_counts_where_only_it_told_of_the_tumour_or_an_autopsy_found_it() {
        for (basis, expected) in [
            ("0", Some("2024-05-01")),
            ("7.3", Some("2024-05-01")),
            ("2", None),
        ] {
            let told = [
                telling("died", "2024-05-01", Source::Clinic),
                telling("basis", basis, Source::Clinic),
            ];
            assert_eq!(counted(&told), expected.map(Value::from), "{basis}");
        }
    }

    #[test]
    fn a_year_or_a_month_is_no_day_to_count_from() {
        assert_eq!(
            counted(&[telling("diagnosed", "2024-01", Source::Clinic)]),
            None
        );
    }
}
