//! What the facts of a tumour say, field by field.

use std::collections::BTreeMap;

use caseway_profiles::case_rules::gray;
use caseway_profiles::{Catalogue, Form, Variable};
use caseway_proto::{CaseEvent, Datum, Noun, SubmissionId, Tumour, Value as Told};
use serde_json::Value;

use super::Said;
use crate::arrangement::Source;
use crate::fhir::{day, systems};

/// What a fact says in a field.
#[derive(Clone, Debug)]
pub(super) struct Telling<'c> {
    pub(super) field: &'c str,
    pub(super) called: Option<&'c str>,
    pub(super) value: Value,
    pub(super) submission: SubmissionId,
    pub(super) element: &'c str,
    /// When it was so, as precise as sent.
    pub(super) date: Option<&'c str>,
    pub(super) source: Source,
}

impl Telling<'_> {
    pub(super) fn said(&self) -> Said {
        Said {
            value: self.value.clone(),
            submission: self.submission,
            element: self.element.to_owned(),
        }
    }
}

/// Everything that is said of a tumour in a field; what is not known is not said.
pub(super) fn tellings<'c>(tumour: &'c Tumour, catalogue: &'c Catalogue) -> Vec<Telling<'c>> {
    let events = || tumour.events.iter().map(|linked| &*linked.event);
    let mut reports: BTreeMap<SubmissionId, Vec<&CaseEvent>> = BTreeMap::new();
    for event in events() {
        let own = reports.entry(event.provenance.submission).or_default();
        own.push(event);
    }
    let sources: BTreeMap<SubmissionId, Source> = reports
        .into_iter()
        .map(|(submission, events)| {
            let form = events.first().and_then(|first| form(first, catalogue));
            let kind = form.and_then(|form| form.kind());
            let kind = kind.map_or("", |kind| kind.0.as_str());
            (submission, Source::of(kind, events.into_iter()))
        })
        .collect();
    let tell = |event: &'c CaseEvent| {
        let submission = event.provenance.submission;
        let source = sources.get(&submission).copied();
        let source = source.unwrap_or(Source::Clinic);
        let fields = spine(event).into_iter();
        let fields = fields.chain(answer(event, catalogue));
        fields.map(
            move |Filled {
                      field,
                      called,
                      value,
                      told,
                  }| Telling {
                field,
                called,
                value,
                submission,
                element: &told.element,
                date: event.date.as_deref(),
                source,
            },
        )
    };
    events().flat_map(tell).collect()
}

fn form<'c>(event: &CaseEvent, catalogue: &'c Catalogue) -> Option<Form<'c>> {
    catalogue.form(&event.provenance.profile)
}

/// A field, its value and where it stands.
struct Filled<'c> {
    field: &'c str,
    called: Option<&'c str>,
    value: Value,
    told: &'c Told,
}

/// The variable of the form that a fact answers, and its answer, known or not.
pub(crate) fn answer_to<'c>(
    event: &'c CaseEvent,
    catalogue: &'c Catalogue,
) -> Option<(Variable<'c>, &'c Told)> {
    let Datum::Code { system, code, .. } = &event.value("code")?.datum else {
        return None;
    };
    let variable = form(event, catalogue)?.variable(system, code)?;
    let told = event.values.first()?;
    // An Observation that only has components answers nothing itself.
    let own = told.name != "code" && !told.element.contains(".component[");
    own.then_some((variable, told))
}

/// The answer to a variable, where it is known.
fn answer<'c>(event: &'c CaseEvent, catalogue: &'c Catalogue) -> Option<Filled<'c>> {
    let (variable, told) = answer_to(event, catalogue)?;
    let value = match &told.datum {
        Datum::Text(text) | Datum::Quantity { value: text, .. } if variable.numeric => {
            number(text)?
        }
        other => plain(other)?,
    };
    Some(Filled {
        field: variable.id,
        called: Some(variable.en),
        value,
        told,
    })
}

/// What a fact says in the fields that every Registry has.
fn spine(event: &CaseEvent) -> Vec<Filled<'_>> {
    let each = event.values.iter();
    each.filter_map(|told| {
        let (field, value) = of_spine(event.noun, told)?;
        Some(Filled {
            field,
            called: None,
            value,
            told,
        })
    })
    .collect()
}

fn of_spine(noun: Noun, told: &Told) -> Option<(&str, Value)> {
    let value = || plain(&told.datum);
    let coded = |wanted: &str| match &told.datum {
        Datum::Code { system, code, .. } if system.starts_with(wanted) => {
            Some(Value::from(code.as_str()))
        }
        _ => None,
    };
    let field = match (noun, told.name.as_str()) {
        (Noun::Diagnosis, name @ ("topography" | "laterality" | "diagnosed" | "basis"))
        | (Noun::Diagnosis | Noun::Pathology, name @ "morphology") => name,
        (Noun::Diagnosis, "code") => return Some(("icd10", coded(systems::ICD_10)?)),
        (Noun::Diagnosis, "age") => match &told.datum {
            Datum::Text(age) => return Some(("age", number(age)?)),
            _ => return None,
        },
        (Noun::Pathology, "collected" | "collected_start") => "sampled",
        (Noun::Surgery, "procedure") => return Some(("operation", coded(systems::NCSP)?)),
        (Noun::Surgery, "performed" | "performed_start") => "operated",
        (Noun::Radiotherapy, "performed_start") => "rt_start",
        (Noun::Radiotherapy, "performed_end") => "rt_end",
        (Noun::Radiotherapy, "fractions") => match &told.datum {
            Datum::Text(count) => return Some(("rt_fractions", number(count)?)),
            _ => return None,
        },
        (Noun::Radiotherapy, "dose") => match &told.datum {
            Datum::Quantity { value, unit } => return Some(("rt_total_gy", gray(value, unit)?)),
            _ => return None,
        },
        (Noun::Recurrence | Noun::Metastasis, "found") => "recurred",
        (Noun::Death, "deceased") => match &told.datum {
            Datum::Date(_) => "died",
            _ => return None,
        },
        _ => return None,
    };
    Some((field, value()?))
}

/// A value as case rules see it; nothing where it is said not to be known.
fn plain(datum: &Datum) -> Option<Value> {
    Some(match datum {
        Datum::Code { code, .. } => code.as_str().into(),
        Datum::Quantity { value, .. } => number(value)?,
        Datum::Date(date) => day(date)?.into(),
        Datum::Flag(flag) => (*flag).into(),
        Datum::Text(text) => text.as_str().into(),
        Datum::Absent(_) => return None,
    })
}

/// A decimal as written.
fn number(text: &str) -> Option<Value> {
    let number: serde_json::Number = serde_json::from_str(text).ok()?;
    Some(Value::Number(number))
}
