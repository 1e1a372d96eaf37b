//! Answers to the variables of a kind of report.
//!
//! First every variable gets a candidate within its bounds and values, then
//! `agreement` makes them agree, then those are kept that are asked for: mandatory
//! ones, most optional ones, and conditional ones exactly when their conditions hold.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::agreement;
use super::draw::Draw;
use super::likely;
use super::report::Making;
use super::site::TumourTruth;
use crate::registry::asked;
use crate::registry::table::{Condition, Need, ValueType, Variable};
use crate::registry::{Asked, Place};
use crate::typed::Answer;

/// Variables that are left out: they follow from others, or are rare.
const LEFT_OUT: [&str; 5] = [
    "pm",
    "stage_clinical",
    "stage_pathological",
    "tnm_r",
    "tnm_m",
];

/// How many mandatory answers in a hundred are a reason for a missing value.
const ABSENT_PERCENT: i64 = 3;

/// Answers by variable.
pub(super) type Sheet = BTreeMap<String, Answer>;

/// The answers of a report, in the order of the tables.
pub(super) fn answers<'a>(making: &'a Making) -> Vec<(Asked<'a>, Answer)> {
    let asked = asked::observations(making.table, making.spine, making.order.kind);
    let mut draw = making.draw("answers");
    let mut sheet: Sheet = asked
        .iter()
        .filter_map(|asked| {
            let answer = candidate(asked.variable, making, &mut draw)?;
            Some((asked.variable.id.clone(), answer))
        })
        .collect();
    agreement::agree(&mut sheet, making, &mut draw);
    let mut kept = unconditional(&asked, &sheet, &mut draw);
    while add_conditional(&asked, &sheet, making, &mut kept) {}
    let all = asked.into_iter();
    all.filter_map(|asked| {
        let answer = kept.get(&asked.variable.id)?.clone();
        Some((asked, answer))
    })
    .collect()
}

fn candidate(variable: &Variable, making: &Making, draw: &mut Draw) -> Option<Answer> {
    Some(match variable.value_type? {
        ValueType::Code => {
            let day = making.order.date;
            let valid = variable
                .values
                .iter()
                .filter(|value| value.is_valid_on(day));
            Answer::Code(draw.one(&valid.collect::<Vec<_>>())?.code.clone())
        }
        ValueType::Integer => Answer::Integer(scaled(variable, 0, draw)),
        ValueType::Quantity => {
            let decimals = variable.decimals.unwrap_or(0);
            Answer::Quantity(decimal(scaled(variable, decimals, draw), decimals))
        }
        ValueType::Date => Answer::Date(event_day(making, draw).to_string()),
        ValueType::Boolean => Answer::Flag(draw.chance(30)),
        ValueType::Text => Answer::Text("Etter avdelingens rutine".to_owned()),
    })
}

/// A day between diagnosis and the report.
fn event_day(making: &Making, draw: &mut Draw) -> Date {
    draw.day(making.order.tumour.diagnosed, making.order.date)
}

/// A likely number, in units of the last decimal.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a variable's bounds are far within the range of a whole number"
)]
fn scaled(variable: &Variable, decimals: u32, draw: &mut Draw) -> i64 {
    let (least, most) = likely::range(variable);
    let scale = 10_f64.powi(decimals.try_into().unwrap_or(0));
    draw.number((least * scale).ceil() as i64, (most * scale).floor() as i64)
}

/// A decimal of units of its last place: 125 with one decimal is `12.5`.
pub(super) fn decimal(units: i64, decimals: u32) -> String {
    let scale = 10_i64.pow(decimals);
    if decimals == 0 {
        return units.to_string();
    }
    let places = usize::try_from(decimals).unwrap_or(0);
    format!("{}.{:0places$}", units / scale, units % scale)
}

fn unconditional(asked: &[Asked], sheet: &Sheet, draw: &mut Draw) -> Sheet {
    let mut kept = Sheet::new();
    for asked in asked {
        let id = &asked.variable.id;
        let Some(answer) = sheet.get(id) else {
            continue;
        };
        let rarely = LEFT_OUT.contains(&id.as_str());
        match asked.variable.need {
            Need::Mandatory if draw.chance(ABSENT_PERCENT) && !agreement::binds(id) => {
                kept.insert(id.clone(), Answer::Absent("unknown".to_owned()));
            }
            Need::Mandatory => {
                kept.insert(id.clone(), answer.clone());
            }
            Need::Optional if !rarely && draw.chance(70) => {
                kept.insert(id.clone(), answer.clone());
            }
            Need::Optional | Need::Conditional => {}
        }
    }
    kept
}

/// Keeps conditional answers whose conditions hold; true while there was one more.
fn add_conditional(asked: &[Asked], sheet: &Sheet, making: &Making, kept: &mut Sheet) -> bool {
    let before = kept.len();
    for conditional in asked {
        let variable = conditional.variable;
        if variable.need != Need::Conditional || kept.contains_key(&variable.id) {
            continue;
        }
        let hold = variable
            .when
            .iter()
            .all(|condition| holds(condition, kept, making));
        if let Some(answer) = sheet.get(&variable.id).filter(|_| hold) {
            kept.insert(variable.id.clone(), answer.clone());
        }
    }
    kept.len() > before
}

fn holds(condition: &Condition, kept: &Sheet, making: &Making) -> bool {
    if let Some(answer) = kept.get(&condition.variable) {
        return answer_holds(condition, answer);
    }
    let all = asked::of_kind(making.table, making.spine, making.order.kind);
    let other = all
        .iter()
        .find(|other| other.variable.id == condition.variable);
    other
        .and_then(|other| fact(making.order.tumour, other.place()))
        .is_some_and(|code| code_holds(condition, &code))
}

/// A code that stands in the tumour's Condition.
fn fact(tumour: &TumourTruth, place: Place) -> Option<String> {
    match place {
        Place::Icd10 => Some(tumour.icd10.clone()),
        Place::Topography => Some(tumour.topography.clone()),
        Place::Morphology => Some(tumour.morphology.clone()),
        Place::Basis => Some(tumour.basis.to_owned()),
        _ => None,
    }
}

fn answer_holds(condition: &Condition, answer: &Answer) -> bool {
    match answer {
        Answer::Code(code) => code_holds(condition, code),
        Answer::Flag(flag) => condition.is == Some(*flag),
        Answer::Integer(number) => number
            .to_string()
            .parse()
            .is_ok_and(|number| number_holds(condition, number)),
        Answer::Quantity(text) => text
            .parse()
            .is_ok_and(|number| number_holds(condition, number)),
        Answer::Date(_) | Answer::Absent(_) | Answer::Text(_) => false,
    }
}

fn code_holds(condition: &Condition, code: &str) -> bool {
    condition
        .one_of
        .iter()
        .any(|wanted| match wanted.strip_suffix('*') {
            Some(start) => code.starts_with(start),
            None => code == wanted,
        })
}

fn number_holds(condition: &Condition, number: f64) -> bool {
    let bounded = condition.at_least.is_some() || condition.at_most.is_some();
    bounded
        && condition.at_least.is_none_or(|least| number >= least)
        && condition.at_most.is_none_or(|most| number <= most)
}
