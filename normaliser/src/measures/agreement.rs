//! Agreement: of the tumours that a laboratory and a clinic have both coded, those that
//! both have coded alike.

use std::collections::BTreeSet;

use caseway_profiles::registry::Mark;
use caseway_proto::{Datum, Noun};

use super::{Form, Measure, Sink, Subject};

pub(super) const MEASURE: Measure = Measure {
    id: "agreement",
    en: "Laboratory and clinic agree",
    nb: "Samsvar mellom laboratorium og klinikk",
    definition: "Tumours for which a laboratory and a clinic name a common site (three characters), histology or side, of those for which both name one. The hospital is that of the report that dates the tumour.",
    source: "Re-abstraction studies of cancer registries: agreement of source reports",
    mark: Mark::M,
    form: Form::Share,
    count,
};

/// What is compared, and how many characters of it.
const COMPARED: [(&str, usize); 3] = [("topography", 3), ("morphology", 4), ("laterality", 16)];

fn count(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    for (name, length) in COMPARED {
        let laboratory = said(subject, (name, length), true);
        let clinic = said(subject, (name, length), false);
        if !laboratory.is_empty() && !clinic.is_empty() {
            let agree = !laboratory.is_disjoint(&clinic);
            sink.add(name, subject.year(), subject.hospital(), agree);
        }
    }
}

/// What one side says.
fn said<'s>(
    subject: &'s Subject<'_>,
    (name, length): (&str, usize),
    laboratory: bool,
) -> BTreeSet<&'s str> {
    let events = subject.tumour.events.iter().map(|linked| &linked.event);
    let diagnoses = events.filter(|event| {
        let report = subject.report(event.provenance.submission);
        let own = report.is_some_and(|report| (report.kind.0 == "pathology") == laboratory);
        own && event.noun == Noun::Diagnosis
    });
    let told = diagnoses.filter_map(|event| match &event.value(name)?.datum {
        Datum::Text(text) => Some(text.get(..length).unwrap_or(text)),
        _ => None,
    });
    told.collect()
}
