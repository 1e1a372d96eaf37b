//! A tumour came back: Conditions that say so, each of the primary it refers to,
//! and Observations on it.

use caseway_proto::{CaseEvent, Noun, TumourClue};

use super::condition::{self, Part};
use super::report::Report;
use super::{diagnosis, observation, value};
use crate::fhir::Element;

/// A fact for each recurrence and each Observation on one.
pub(super) fn read(report: &Report<'_, '_>) -> Vec<CaseEvent> {
    let rule = (Noun::Recurrence, "recurrence.condition");
    let mut events = of_part(report, Part::Recurrence, rule);
    events.extend(observation::events(
        report,
        Noun::Recurrence,
        "recurrence.observation",
    ));
    events
}

/// A fact for each Condition that came from a primary.
///
/// Its own site is where it was found; that never becomes the primary's.
pub(super) fn of_part(
    report: &Report<'_, '_>,
    part: Part,
    rule: (Noun, &'static str),
) -> Vec<CaseEvent> {
    report
        .conditions_of(part)
        .map(|(_, resource)| {
            let concept = "CodeableConcept";
            let mut values: Vec<_> = value::each(resource, ("code", concept), "code").collect();
            values.extend(value::each(resource, ("bodySite", concept), "body_site"));
            let dated = onset(resource);
            values.extend(
                dated
                    .iter()
                    .filter_map(|one| value::typed("DateTime", one, "found")),
            );
            let day = dated.as_ref().and_then(Element::own_text);
            let mut event = report.event(rule, resource, day, values);
            event.clue = origin(report, resource);
            event
        })
        .collect()
}

fn onset<'a>(resource: &Element<'a>) -> Option<Element<'a>> {
    resource
        .child("onsetDateTime")
        .or_else(|| diagnosis::date(resource))
}

/// The primary that it refers to, else the Report's only one.
fn origin<'a>(report: &Report<'_, 'a>, resource: &Element<'a>) -> TumourClue {
    condition::related(report.bundle, resource)
        .find_map(|index| report.clue_at(index))
        .or_else(|| report.only())
        .cloned()
        .unwrap_or_default()
}
