//! The rows of a page, table by table, as the statements read them from JSON.

use caseway_proto::{
    Case, CaseEvent, CaseId, Expectation, RegistryId, SubmissionId, Summary, Tumour, Value,
};
use caseway_store::{CaseRecord, Outcome};
use serde::Serialize;

use crate::row::hex;

#[derive(Serialize)]
pub(super) struct OutcomeRow<'p> {
    position: i64,
    at: i64,
    kind: &'static str,
    person: String,
    case: Option<&'p CaseId>,
    cause: Option<&'p str>,
    sentence: Option<&'p str>,
}

pub(super) fn outcomes<'p>(outcomes: impl IntoIterator<Item = &'p Outcome>) -> Vec<OutcomeRow<'p>> {
    let row = |outcome: &'p Outcome| OutcomeRow {
        position: outcome.position.0,
        at: outcome.at.0,
        kind: outcome.kind.as_str(),
        person: hex(&outcome.person.0),
        case: outcome.case.as_ref(),
        cause: outcome.cause.as_deref(),
        sentence: outcome.sentence.as_deref(),
    };
    outcomes.into_iter().map(row).collect()
}

#[derive(Serialize)]
pub(super) struct CaseRow<'p> {
    person: String,
    case: &'p Case,
}

pub(super) fn cases(records: &[CaseRecord]) -> Vec<CaseRow<'_>> {
    records
        .iter()
        .filter_map(|record| {
            Some(CaseRow {
                person: hex(&record.person.0),
                case: record.case.as_ref()?,
            })
        })
        .collect()
}

#[derive(Serialize)]
pub(super) struct TumourRow<'p> {
    case: &'p CaseId,
    number: u32,
    organ: &'p str,
    topography: Option<&'p str>,
    morphology: Option<&'p str>,
    laterality: Option<&'p str>,
    diagnosed: Option<&'p str>,
    registries: &'p [RegistryId],
}

pub(super) fn tumours(records: &[CaseRecord]) -> Vec<TumourRow<'_>> {
    standing(records)
        .flat_map(|case| case.tumours.iter().map(|tumour| tumour_row(case, tumour)))
        .collect()
}

fn tumour_row<'p>(case: &'p Case, tumour: &'p Tumour) -> TumourRow<'p> {
    TumourRow {
        case: &case.id,
        number: tumour.number,
        organ: &tumour.organ,
        topography: value(tumour.topography.as_ref()),
        morphology: value(tumour.morphology.as_ref()),
        laterality: value(tumour.laterality.as_ref()),
        diagnosed: value(tumour.diagnosed.as_ref()),
        registries: &tumour.registries,
    }
}

fn value(summary: Option<&Summary>) -> Option<&str> {
    summary.map(|summary| summary.value.as_str())
}

#[derive(Serialize)]
pub(super) struct ReviewRow<'p> {
    case: &'p CaseId,
    ordinal: usize,
    reason: &'p str,
    sentence: &'p str,
}

pub(super) fn reviews(records: &[CaseRecord]) -> Vec<ReviewRow<'_>> {
    standing(records)
        .flat_map(|case| {
            let reviews = case.reviews.iter().enumerate();
            reviews.map(|(ordinal, review)| ReviewRow {
                case: &case.id,
                ordinal,
                reason: &review.reason,
                sentence: &review.sentence,
            })
        })
        .collect()
}

#[derive(Serialize)]
pub(super) struct EventRow<'p> {
    case: &'p CaseId,
    ordinal: usize,
    tumour: Option<u32>,
    review: Option<usize>,
    noun: &'static str,
    date: Option<&'p str>,
    because: Option<&'p str>,
    submission: SubmissionId,
    element: &'p str,
    profile: &'p str,
    rule: &'p str,
    values: &'p [Value],
}

pub(super) fn case_events(records: &[CaseRecord]) -> Vec<EventRow<'_>> {
    let numbered = |case| {
        linked(case)
            .chain(undecided(case))
            .enumerate()
            .map(|(ordinal, row)| EventRow { ordinal, ..row })
    };
    standing(records).flat_map(numbered).collect()
}

fn linked(case: &Case) -> impl Iterator<Item = EventRow<'_>> {
    case.tumours.iter().flat_map(move |tumour| {
        tumour.events.iter().map(move |linked| EventRow {
            tumour: Some(tumour.number),
            because: Some(&linked.because),
            ..event_row(case, &linked.event)
        })
    })
}

fn undecided(case: &Case) -> impl Iterator<Item = EventRow<'_>> {
    let reviews = case.reviews.iter().enumerate();
    reviews.flat_map(move |(ordinal, review)| {
        review.events.iter().map(move |event| EventRow {
            review: Some(ordinal),
            ..event_row(case, event)
        })
    })
}

fn event_row<'p>(case: &'p Case, event: &'p CaseEvent) -> EventRow<'p> {
    EventRow {
        case: &case.id,
        ordinal: 0,
        tumour: None,
        review: None,
        noun: event.noun.as_str(),
        date: event.date.as_deref(),
        because: None,
        submission: event.provenance.submission,
        element: &event.provenance.element,
        profile: &event.provenance.profile,
        rule: &event.provenance.rule,
        values: &event.values,
    }
}

#[derive(Serialize)]
pub(super) struct ExpectationRow<'p> {
    ordinal: usize,
    expectation: &'p Expectation,
}

pub(super) fn expectations(records: &[CaseRecord]) -> Vec<ExpectationRow<'_>> {
    records
        .iter()
        .flat_map(|record| record.expectations.iter().enumerate())
        .map(|(ordinal, expectation)| ExpectationRow {
            ordinal,
            expectation,
        })
        .collect()
}

fn standing(records: &[CaseRecord]) -> impl Iterator<Item = &Case> {
    records.iter().filter_map(|record| record.case.as_ref())
}
