//! Timeliness: of the reports, those that arrived within 60 days of what they tell of.

use caseway_profiles::registry::Mark;
use caseway_store::Facts;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Form, Measure, Sink, Subject};

/// How long a report may take.
const DAYS: i32 = 60;

pub(super) const MEASURE: Measure = Measure {
    id: "timeliness",
    en: "Reports within 60 days",
    nb: "Meldinger innen 60 dager",
    definition: "Reports of the kind that arrived within 60 days of the last day they tell of (UTC), of those that tell of a day; the year is that of the day.",
    source: "Data quality of cancer registries: days from event to receipt, share within 60 days",
    mark: Mark::M,
    form: Form::Share,
    count,
};

fn count(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    for report in &subject.reports {
        let Some(day) = last_day(report) else {
            continue;
        };
        let received = TimeZone::UTC.to_datetime(report.received_at).date();
        let Ok(waited) = day.until(received) else {
            continue;
        };
        let in_time = waited.get_days() <= DAYS;
        let year = day.strftime("%Y").to_string();
        let cell = (
            report.kind.0.as_str(),
            Some(year.as_str()),
            report.author.as_deref(),
        );
        if subject.tumour.registries.contains(&report.registry) {
            sink.add_to(&report.registry, cell, in_time);
        }
    }
}

fn last_day(report: &Facts) -> Option<Date> {
    let dates = report.events.iter().filter_map(|event| event.date.as_ref());
    dates.filter_map(|date| date.get(..10)?.parse().ok()).max()
}
