//! Any other variable of a Registry: further Observations, illnesses beside the
//! cancer, acts that are no treatment of it.

use caseway_proto::{CaseEvent, Noun};

use super::condition::Part;
use super::report::Report;
use super::{diagnosis, observation, surgery, value};
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
            let values = value::each(resource, ("code", "CodeableConcept"), "illness");
            let dated = diagnosis::date(resource);
            let day = dated.as_ref().and_then(Element::own_text);
            let rule = (Noun::Finding, "finding.condition");
            (!values.is_empty()).then(|| report.event(rule, resource, day, values))
        })
        .collect()
}

fn acts(report: &Report<'_, '_>) -> Vec<CaseEvent> {
    surgery::procedures(report)
        .filter(|procedure| surgery::kind(report, procedure).is_none_or(surgery::is_no_treatment))
        .map(|procedure| {
            let mut values = value::each(procedure, ("code", "CodeableConcept"), "procedure");
            values.extend(value::choice(procedure, "performed", "performed"));
            let day = value::start(procedure, "performed");
            report.event((Noun::Finding, "finding.procedure"), procedure, day, values)
        })
        .collect()
}
