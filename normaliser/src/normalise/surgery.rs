//! Operations and biopsies: acts that take something out.

use caseway_proto::{CaseEvent, Noun, ShortText, Value};

use super::act::Act;
use super::report::Report;
use super::{primary, value};
use crate::fhir::Element;
use crate::terms::procedure::Kind;

/// A fact for each operation and biopsy.
pub(super) fn read(report: &Report<'_, '_>) -> Vec<CaseEvent> {
    report
        .acts
        .iter()
        .filter_map(|act| {
            let kind = act.kind?;
            let rule = (Noun::Surgery, "surgery.procedure");
            matches!(kind, Kind::Excision | Kind::Biopsy).then(|| {
                let Act { resource, .. } = act;
                let day = value::start(resource, "performed");
                let mut event = report.event(rule, resource, day, values(resource, kind));
                place(&mut event, resource);
                event
            })
        })
        .collect()
}

fn values(resource: &Element<'_>, kind: Kind) -> Vec<Value> {
    let concept = "CodeableConcept";
    let mut values: Vec<_> = value::each(resource, ("code", concept), "procedure").collect();
    values.push(value::text("kind", kind.as_str(), resource));
    values.extend(value::choice(resource, "performed", "performed"));
    values.extend(value::intent(resource));
    values.extend(value::each(resource, ("bodySite", concept), "body_site"));
    values.extend(value::each(resource, ("outcome", concept), "outcome"));
    values
}

/// An operation whose tumour is not told sits where it was done.
fn place(event: &mut CaseEvent, resource: &Element<'_>) {
    if event.clue.topography.is_some() {
        return;
    }
    let site = resource
        .each("bodySite")
        .find_map(|site| primary::site_of(&site));
    if let Some(site) = site {
        event.clue.topography = site.topography;
        event.clue.laterality = site.side.map(ShortText::from);
    }
}
