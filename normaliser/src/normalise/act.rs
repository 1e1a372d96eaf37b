//! Procedures that were done: what kind of act each is.
//!
//! A code that a table knows decides; a Procedure of unknown code that says of sessions or
//! doses of radiation is a course of it, and one that was done because of a tumour, or with
//! a treatment's intent, is an operation.

use super::report::Report;
use super::value;
use crate::fhir::{Element, codings, mcode};
use crate::terms::procedure::{self, Kind};

/// A Procedure that was done.
pub(super) struct Act<'r, 'a> {
    pub(super) resource: &'r Element<'a>,
    /// What kind of act it is; `None` when nothing tells.
    pub(super) kind: Option<Kind>,
}

impl Act<'_, '_> {
    /// Whether it treats a tumour or takes a sample.
    pub(super) fn treats_or_samples(&self) -> bool {
        self.kind
            .is_some_and(|kind| !matches!(kind, Kind::Imaging | Kind::Other))
    }
}

/// The Procedures that were done.
pub(super) fn all<'r, 'a>(report: &Report<'r, 'a>) -> Vec<Act<'r, 'a>> {
    let procedures = report.bundle.of_type("Procedure");
    procedures
        .map(|(_, resource)| resource)
        .filter(|resource| !is_withdrawn(resource))
        .map(|resource| Act {
            resource,
            kind: kind(report, resource),
        })
        .collect()
}

fn kind<'a>(report: &Report<'_, 'a>, resource: &Element<'a>) -> Option<Kind> {
    let concepts = resource.each("code").chain(resource.each("category"));
    let coded = concepts
        .flat_map(|concept| codings(&concept))
        .find_map(procedure::of);
    if coded.is_none() && is_course(resource) {
        return Some(Kind::Radiotherapy);
    }
    coded.or_else(|| {
        let meant = report.is_for_tumour(resource) || value::intent(resource).is_some();
        meant.then_some(Kind::Excision)
    })
}

/// Whether a Procedure says of sessions or doses of radiation.
fn is_course(resource: &Element<'_>) -> bool {
    resource.each("extension").any(|extension| {
        extension
            .text("url")
            .is_some_and(|url| url.starts_with(mcode!("radiotherapy-")))
    })
}

fn is_withdrawn(resource: &Element<'_>) -> bool {
    matches!(
        resource.text("status"),
        Some("entered-in-error" | "not-done" | "preparation")
    )
}
