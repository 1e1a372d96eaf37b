//! The rows of a page, table by table, as the statements read them from JSON.

use caseway_proto::{Case, CaseId, Expectation, Person, Summary};
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
            document: documents.add_frame(facts)?,
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

fn value(summary: Option<&Summary>) -> Option<&str> {
    summary.map(|summary| summary.value.as_str())
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
