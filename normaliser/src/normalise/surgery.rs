//! Operations and biopsies: Procedures that take something out.
//!
//! A code that a table knows decides; a Procedure of unknown code that was done
//! because of a tumour, or with a treatment's intent, is an operation too.

use caseway_proto::{CaseEvent, Noun, Value};

use super::report::Report;
use super::{primary, value};
use crate::fhir::{Element, codings};
use crate::terms::procedure::{self, Kind};

/// A fact for each operation and biopsy.
pub(super) fn read(report: &Report<'_, '_>) -> Vec<CaseEvent> {
    procedures(report)
        .filter_map(|resource| {
            let kind = kind(report, resource)?;
            let rule = (Noun::Surgery, "surgery.procedure");
            matches!(kind, Kind::Excision | Kind::Biopsy).then(|| {
                let day = value::start(resource, "performed");
                let mut event = report.event(rule, resource, day, values(resource, kind));
                place(&mut event, resource);
                event
            })
        })
        .collect()
}

/// The Procedures that were done.
pub(super) fn procedures<'r, 'a>(
    report: &'r Report<'_, 'a>,
) -> impl Iterator<Item = &'r Element<'a>> {
    report
        .bundle
        .of_type("Procedure")
        .map(|(_, resource)| resource)
        .filter(|resource| {
            !matches!(
                resource.text("status"),
                Some("entered-in-error" | "not-done" | "preparation")
            )
        })
}

/// What kind of act a Procedure is; `None` when nothing tells.
pub(super) fn kind<'a>(report: &Report<'_, 'a>, resource: &Element<'a>) -> Option<Kind> {
    let mut concepts = resource.each("code");
    concepts.extend(resource.each("category"));
    let coded = concepts
        .iter()
        .flat_map(codings)
        .find_map(|coding| procedure::of(&coding));
    if coded.is_none() && super::radiotherapy::is_course(resource) {
        return Some(Kind::Radiotherapy);
    }
    coded.or_else(|| {
        let meant = report.is_for_tumour(resource) || value::intent(resource).is_some();
        meant.then_some(Kind::Excision)
    })
}

/// Whether an act neither treats nor samples.
pub(super) fn is_no_treatment(kind: Kind) -> bool {
    matches!(kind, Kind::Imaging | Kind::Other)
}

fn values(resource: &Element<'_>, kind: Kind) -> Vec<Value> {
    let concept = "CodeableConcept";
    let mut values = value::each(resource, ("code", concept), "procedure");
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
    let site = resource.each("bodySite").iter().find_map(primary::site_of);
    if let Some(site) = site {
        event.clue.topography = site.topography;
        event.clue.laterality = site.side.map(str::to_owned);
    }
}
