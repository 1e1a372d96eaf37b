//! The unknown: of the answers to a variable, those that say it is not known.

use caseway_profiles::registry::Mark;
use caseway_proto::Datum;

use super::{Form, Measure, Sink, Subject};
use crate::values::answer_to;

pub(super) const MEASURE: Measure = Measure {
    id: "unknown",
    en: "Unknown",
    nb: "Ukjent",
    definition: "Answers to the variable that say it is not known, of all answers; those that say it does not apply are neither. The hospital is the report's author.",
    source: "Registries' annual reports, share unknown by variable",
    mark: Mark::M,
    form: Form::Share,
    count,
};

/// What is no lack of knowledge.
const NOT_APPLICABLE: &str = "not-applicable";

fn count(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    for linked in &subject.tumour.events {
        let event = &linked.event;
        let answered = answer_to(event, subject.catalogue);
        let report = subject.report(event.provenance.submission);
        let (Some((variable, answer)), Some(report)) = (answered, report) else {
            continue;
        };
        let unknown = match &answer.datum {
            Datum::Absent(reason) if reason == NOT_APPLICABLE => continue,
            Datum::Absent(_) => true,
            _ => false,
        };
        let cell = (variable.id, subject.year(), report.author.as_deref());
        if subject.tumour.registries.contains(&report.registry) {
            sink.add_to(&report.registry, cell, unknown);
        }
    }
}
