//! What makes a Registry wait for a report: the fact of a tumour that it has learnt of, and
//! who is to report.
//!
//! Source: the Cancer Registry's reminders. A unit that asked a laboratory is the one that
//! took the specimen, and where an operation took it out, the one that operated; who
//! reports a treatment is who follows it up.

use std::collections::BTreeMap;

use caseway_profiles::registry::Trigger;
use caseway_proto::{CaseEvent, Datum, Noun};
use caseway_store::Facts;

use crate::arrangement::{Group, Placed, specimen_kind};

/// The kind of report that laboratories send.
pub(super) const PATHOLOGY: &str = "pathology";

/// The kind of report that tells a death.
const DEATH: &str = "death";

/// How the bases of diagnosis begin that rest on a specimen: cytology, histology, and
/// cytogenetic or molecular testing (ENCR, Basis of diagnosis: "microscopically verified").
const MICROSCOPIC: [char; 4] = ['5', '6', '7', '8'];

/// Who says it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Laboratory,
    Clinic,
}

/// What has happened to a tumour, as far as a Registry may wait for something after it.
pub(super) type Causes<'f> = BTreeMap<Trigger, Placed<'f>>;

/// All of it.
pub(super) fn causes<'f>(group: &Group<'f>) -> Causes<'f> {
    let each = Trigger::ALL.into_iter();
    each.filter_map(|trigger| Some((trigger, cause(trigger, group)?)))
        .collect()
}

/// The fact of the tumour from which a report follows, the earliest where there are several.
fn cause<'f>(trigger: Trigger, group: &Group<'f>) -> Option<Placed<'f>> {
    let all = |side| {
        let facts = group.facts.iter().map(|(placed, _)| *placed);
        facts.filter(move |placed| Side::of(placed.facts) == side)
    };
    let of = |side, noun| {
        let facts = group.facts.of_nouns(noun..=noun);
        facts.filter(move |placed| Side::of(placed.facts) == side)
    };
    match trigger {
        Trigger::Pathology => earliest(of(Side::Laboratory, Noun::Pathology))
            .or_else(|| earliest(all(Side::Laboratory))),
        Trigger::Resection => earliest(all(Side::Laboratory).filter(|placed| {
            specimen_kind(placed.event) == Some("resection") || is_operation(placed.event)
        })),
        Trigger::Operation => {
            let operations = of(Side::Clinic, Noun::Surgery);
            earliest(operations.filter(|placed| is_operation(placed.event)))
        }
        Trigger::RadiotherapyCourse => earliest(of(Side::Clinic, Noun::Radiotherapy)),
        Trigger::Medication => earliest(of(Side::Clinic, Noun::SystemicTherapy)),
        Trigger::Histology => {
            let told = all(Side::Clinic);
            earliest(told.filter(|placed| rests_on_histology(placed.event)))
        }
        Trigger::DeathNotification => {
            let death = earliest(of(Side::Clinic, Noun::Death));
            death.filter(|_| is_known_by_death_alone(group))
        }
    }
}

/// Who is to report what follows from a fact.
pub(super) fn responsible(trigger: Trigger, cause: Placed<'_>) -> Option<String> {
    let facts = cause.facts;
    match trigger {
        Trigger::Pathology | Trigger::Resection => facts.requester.clone(),
        Trigger::Operation
        | Trigger::RadiotherapyCourse
        | Trigger::Medication
        | Trigger::DeathNotification => facts.author.clone(),
        // The clinic's report does not say which laboratory it was.
        Trigger::Histology => None,
    }
}

impl Side {
    /// Who says what a version says.
    fn of(facts: &Facts) -> Self {
        match facts.kind.0.as_str() {
            PATHOLOGY => Self::Laboratory,
            _ => Self::Clinic,
        }
    }
}

/// The earliest of some facts; undated ones last.
fn earliest<'f>(facts: impl Iterator<Item = Placed<'f>>) -> Option<Placed<'f>> {
    facts.min_by_key(|placed| {
        let date = placed.event.date.as_deref();
        (date.is_none(), date, placed.facts.position, placed.rank)
    })
}

/// Whether nobody but who told the death has told of the tumour.
fn is_known_by_death_alone(group: &Group<'_>) -> bool {
    let mut versions = group.versions.iter();
    versions.all(|facts| facts.kind.0 == DEATH)
}

fn is_operation(event: &CaseEvent) -> bool {
    let kind = || event.value("kind").map(|kind| &kind.datum);
    event.noun == Noun::Surgery && matches!(kind(), Some(Datum::Text(kind)) if kind == "excision")
}

fn rests_on_histology(event: &CaseEvent) -> bool {
    let basis = event.value("basis").map(|basis| &basis.datum);
    let Some(Datum::Text(code) | Datum::Code { code, .. }) = basis else {
        return false;
    };
    code.starts_with(MICROSCOPIC)
}
