//! The rows of a page, table by table, as the statements read them from JSON.

use caseway_proto::{Case, CaseId, Expectation, Rerouting, Summary};
use caseway_store::{CaseRecord, Facts, Outcome, RulingEntry, StoreError};
use serde::Serialize;

use super::documents::{Documents, Part};

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
        person: hex::encode(outcome.person.0),
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
            person: hex::encode(facts.person.0),
            sender: facts.sender.0,
            report_key: &facts.report_key,
            document: documents.add_frame(facts)?,
        })
    };
    facts.iter().map(row).collect()
}

#[derive(Serialize)]
pub(super) struct RulingRow {
    position: i64,
    #[serde(flatten)]
    document: Part,
}

pub(super) fn rulings(
    rulings: &[RulingEntry],
    documents: &mut Documents,
) -> Result<Vec<RulingRow>, StoreError> {
    let row = |ruling: &RulingEntry| {
        Ok(RulingRow {
            position: ruling.position.0,
            document: documents.add(ruling)?,
        })
    };
    rulings.iter().map(row).collect()
}

#[derive(Serialize)]
pub(super) struct RuledPersonRow {
    person: String,
    ruling: i64,
}

pub(super) fn ruled_persons(rulings: &[RulingEntry]) -> Vec<RuledPersonRow> {
    let rows = |entry: &RulingEntry| {
        let ruling = entry.position.0;
        let persons = entry.ruling.persons().into_iter();
        persons.map(move |person| RuledPersonRow {
            person: hex::encode(person.0),
            ruling,
        })
    };
    rulings.iter().flat_map(rows).collect()
}

#[derive(Serialize)]
pub(super) struct CaseRow<'p> {
    id: &'p CaseId,
    person: String,
    sex: Option<&'p str>,
    birth_year: Option<&'p str>,
    undecided_since: Option<i64>,
    #[serde(flatten)]
    document: Part,
}

pub(super) fn cases<'p>(
    records: &'p [CaseRecord],
    documents: &mut Documents,
) -> Result<Vec<CaseRow<'p>>, StoreError> {
    let row = |(record, case): (&CaseRecord, &'p Case)| {
        Ok(CaseRow {
            id: &case.id,
            person: hex::encode(record.person.0),
            sex: value(case.sex.as_ref()),
            birth_year: value(case.birth_year.as_ref()),
            undecided_since: record.undecided_since.map(|since| since.0),
            document: documents.add(case)?,
        })
    };
    let standing = |record: &'p CaseRecord| Some((record, record.case.as_ref()?));
    records.iter().filter_map(standing).map(row).collect()
}

fn value(summary: Option<&Summary>) -> Option<&str> {
    summary.map(|summary| summary.value.as_str())
}

#[derive(Serialize)]
pub(super) struct ExpectationRow<'p> {
    ordinal: usize,
    owed_due: Option<&'p str>,
    expectation: &'p Expectation,
}

pub(super) fn expectations(records: &[CaseRecord]) -> Vec<ExpectationRow<'_>> {
    records
        .iter()
        .flat_map(|record| record.expectations.iter().enumerate())
        .map(|(ordinal, expectation)| ExpectationRow {
            ordinal,
            owed_due: expectation.due.as_deref().filter(|_| expectation.is_owed()),
            expectation,
        })
        .collect()
}

#[derive(Serialize)]
pub(super) struct ReroutingRow<'p> {
    ordinal: usize,
    sender: i64,
    received_at_micros: i64,
    rerouting: &'p Rerouting,
}

pub(super) fn reroutings(records: &[CaseRecord]) -> Vec<ReroutingRow<'_>> {
    records
        .iter()
        .flat_map(|record| record.reroutings.iter().enumerate())
        .map(|(ordinal, (sender, rerouting))| ReroutingRow {
            ordinal,
            sender: sender.0,
            received_at_micros: rerouting.on.as_microsecond(),
            rerouting,
        })
        .collect()
}
