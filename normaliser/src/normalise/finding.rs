//! Any other variable of a Registry: further Observations, illnesses beside the
//! cancer, acts that are no treatment of it.

use caseway_proto::{CaseEvent, Noun};

use super::act::Act;
use super::condition::Part;
use super::report::Report;
use super::{diagnosis, observation, value};
use crate::fhir::Element;

/// A fact for each of them.
pub(super) fn read(report: &Report<'_, '_>) -> Vec<CaseEvent> {
    let mut events = observation::events(report, Noun::Finding, "finding.observation");
    events.extend(illnesses(report));
    events.extend(acts(report));
    events
}

fn illnesses(report: &Report<'_, '_>) -> Vec<CaseEvent> {
    report
        .conditions_of(Part::Other)
        .filter_map(|(_, resource)| {
            let values: Vec<_> =
                value::each(resource, ("code", "CodeableConcept"), "illness").collect();
            let dated = diagnosis::date(resource);
            let day = dated.as_ref().and_then(Element::own_text);
            let rule = (Noun::Finding, "finding.condition");
            (!values.is_empty()).then(|| report.event(rule, resource, day, values))
        })
        .collect()
}

fn acts(report: &Report<'_, '_>) -> Vec<CaseEvent> {
    report
        .acts
        .iter()
        .filter(|act| !act.treats_or_samples())
        .map(|Act { resource, .. }| {
            let code = ("code", "CodeableConcept");
            let mut values: Vec<_> = value::each(resource, code, "procedure").collect();
            values.extend(value::choice(resource, "performed", "performed"));
            let day = value::start(resource, "performed");
            report.event((Noun::Finding, "finding.procedure"), resource, day, values)
        })
        .collect()
}
