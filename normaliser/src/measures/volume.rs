//! Volume: operations by the hospital that operated and the year in which it did.

use std::collections::BTreeSet;

use caseway_profiles::registry::Mark;
use caseway_proto::{CaseEvent, Datum, Noun};

use super::{Form, Measure, Sink, Subject};

pub(super) const MEASURE: Measure = Measure {
    id: "volume",
    en: "Operations",
    nb: "Operasjonsvolum",
    definition: "Operations that took the tumour out, each day and procedure once, by the hospital that reported it as its own and by the year of the operation.",
    source: "Breast cancer registry, annual report 2023, figure 2.20: by operating hospital and year of operation, not of diagnosis",
    mark: Mark::V,
    form: Form::Number,
    count,
};

fn count(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let mut seen = BTreeSet::new();
    for linked in &subject.tumour.events {
        let event = &linked.event;
        let Some(report) = subject.report(event.provenance.submission) else {
            continue;
        };
        let day = event.date.as_deref();
        if report.kind.0 != "pathology" && is_excision(event) && seen.insert((day, code(event))) {
            let year = day.and_then(|day| day.get(..4));
            sink.add("", year, report.author.as_deref(), true);
        }
    }
}

fn is_excision(event: &CaseEvent) -> bool {
    let kind = event.value("kind").map(|kind| &kind.datum);
    event.noun == Noun::Surgery && matches!(kind, Some(Datum::Text(kind)) if kind == "excision")
}

fn code(event: &CaseEvent) -> Option<&str> {
    match &event.value("procedure")?.datum {
        Datum::Code { code, .. } => Some(code),
        _ => None,
    }
}
