//! Coverage: of the tumours for which a kind of report is expected, those that have it.

use std::collections::BTreeMap;

use caseway_profiles::registry::Mark;
use caseway_proto::RegistryId;

use super::{Form, Measure, Sink, Subject};

pub(super) const MEASURE: Measure = Measure {
    id: "coverage",
    en: "Coverage of reports",
    nb: "Rapporteringsgrad",
    definition: "Tumours with a clinical report of the kind, of those that have one or for which one is owed. The hospital is the report's author, else who owes it.",
    source: "Cancer Registry of Norway, reporting completeness (rapporteringsgrad) by hospital: high from 80 %, moderate from 60 %",
    mark: Mark::V,
    form: Form::Share,
    count,
};

fn count(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    // One report of a kind is enough, whoever sent it.
    let mut kinds: BTreeMap<(&RegistryId, &str), (bool, Option<&str>)> = BTreeMap::new();
    let owed = subject.owed.iter().filter(|owed| owed.closed_at.is_none());
    for owed in owed {
        let responsible = owed.responsible.as_deref();
        kinds.insert((&owed.registry, &owed.kind.0), (false, responsible));
    }
    let clinical = subject.reports.iter();
    for report in clinical.filter(|report| report.kind.0 != "pathology") {
        if subject.tumour.registries.contains(&report.registry) {
            let author = report.author.as_deref();
            kinds.insert((&report.registry, &report.kind.0), (true, author));
        }
    }
    for ((registry, kind), (there, hospital)) in kinds {
        sink.add_to(registry, (kind, subject.year(), hospital), there);
    }
}
