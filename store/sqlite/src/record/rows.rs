//! The rows of a page, table by table, as the statements read them from JSON.

use caseway_proto::{
    Case, CaseEvent, CaseId, Expectation, Person, RegistryId, SubmissionId, Summary, Tumour,
};
use caseway_store::{CaseRecord, Facts, Outcome, StoreError};
use serde::Serialize;

use super::documents::{Documents, Part};
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
pub(super) struct FactsRow<'p> {
    position: i64,
    person: String,
    sender: i64,
    report_key: &'p str,
    #[serde(flatten)]
    document: Part,
}

pub(super) fn facts<'p>(
    facts: &'p [Facts],
    documents: &mut Documents,
) -> Result<Vec<FactsRow<'p>>, StoreError> {
    let row = |facts: &'p Facts| {
        Ok(FactsRow {
            position: facts.position.0,
            person: hex(&facts.person.0),
            sender: facts.sender.0,
            report_key: &facts.report_key,
            document: documents.add(facts)?,
        })
    };
    facts.iter().map(row).collect()
}

#[derive(Serialize)]
pub(super) struct CaseRow<'p> {
    id: &'p CaseId,
    person: String,
    sex: Option<&'p str>,
    birth_year: Option<&'p str>,
    #[serde(flatten)]
    document: Part,
}

pub(super) fn cases<'p>(
    records: &'p [CaseRecord],
    documents: &mut Documents,
) -> Result<Vec<CaseRow<'p>>, StoreError> {
    let row = |(person, case): (&Person, &'p Case)| {
        Ok(CaseRow {
            id: &case.id,
            person: hex(&person.0),
            sex: value(case.sex.as_ref()),
            birth_year: value(case.birth_year.as_ref()),
            document: documents.add(case)?,
        })
    };
    let standing = |record: &'p CaseRecord| Some((&record.person, record.case.as_ref()?));
    records.iter().filter_map(standing).map(row).collect()
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
    #[serde(flatten)]
    values: Part,
}

pub(super) fn case_events<'p>(
    records: &'p [CaseRecord],
    documents: &mut Documents,
) -> Result<Vec<EventRow<'p>>, StoreError> {
    let numbered = |case: &'p Case| {
        let events = linked(case).chain(undecided(case)).enumerate();
        events.map(|(ordinal, (event, row))| (event, EventRow { ordinal, ..row }))
    };
    standing(records)
        .flat_map(numbered)
        .map(|(event, row)| {
            let values = documents.add(&event.values)?;
            Ok(EventRow { values, ..row })
        })
        .collect()
}

fn linked(case: &Case) -> impl Iterator<Item = (&CaseEvent, EventRow<'_>)> {
    case.tumours.iter().flat_map(move |tumour| {
        tumour.events.iter().map(move |linked| {
            let row = EventRow {
                tumour: Some(tumour.number),
                because: Some(&linked.because),
                ..event_row(case, &linked.event)
            };
            (&linked.event, row)
        })
    })
}

fn undecided(case: &Case) -> impl Iterator<Item = (&CaseEvent, EventRow<'_>)> {
    let reviews = case.reviews.iter().enumerate();
    reviews.flat_map(move |(ordinal, review)| {
        review.events.iter().map(move |event| {
            let row = EventRow {
                review: Some(ordinal),
                ..event_row(case, event)
            };
            (event, row)
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
        values: Part::default(),
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
