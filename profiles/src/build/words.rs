//! A table's rules in English words, for constraints and dictionaries.

use jiff::civil::Date;

use crate::registry::Asked;
use crate::registry::table::{
    Condition, Mark, Need, Owed, Scope, ScopeSex, Trigger, ValueType, Variable,
};

/// Which tumours belong to a Registry.
pub(super) fn of_scope(scope: &Scope) -> String {
    let codes = |what: &str, codes: &[String]| {
        (!codes.is_empty()).then(|| format!("{what} {}", codes.join(", ")))
    };
    let age = match (scope.age_min, scope.age_max) {
        (None, None) => None,
        (Some(min), None) => Some(format!("from the age of {min}")),
        (None, Some(max)) => Some(format!("to the age of {max}")),
        (Some(min), Some(max)) => Some(format!("at the age of {min} to {max}")),
    };
    let sex = scope.sex.map(|sex| match sex {
        ScopeSex::Female => "of women".to_owned(),
        ScopeSex::Male => "of men".to_owned(),
    });
    let rest = scope
        .rest
        .then(|| "what no other registry takes".to_owned());
    let parts = [
        codes("ICD-10", &scope.icd10),
        codes("topography", &scope.topography),
        codes("morphology", &scope.morphology),
        codes("not morphology", &scope.not_morphology),
        codes("behaviour", &scope.behaviour),
        sex,
        age,
        rest,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// The dates of the reports in which something is asked; blank where that is any.
pub(super) fn of_validity(from: Option<Date>, to: Option<Date>) -> String {
    match (from, to) {
        (None, None) => String::new(),
        (Some(from), None) => format!("dated from {from}"),
        (None, Some(to)) => format!("dated to {to}"),
        (Some(from), Some(to)) => format!("dated from {from} to {to}"),
    }
}

/// When a report is owed, and until when.
pub(super) fn of_owed(owed: &Owed) -> String {
    let after = match owed.after {
        Trigger::Pathology => "the specimen in which a laboratory found the tumour",
        Trigger::Resection => "an operation that a laboratory got the specimen of",
        Trigger::Operation => "an operation",
        Trigger::RadiotherapyCourse => "a course of radiotherapy",
        Trigger::Medication => "a drug against the tumour",
        Trigger::Histology => "a diagnosis that rests on a specimen",
        Trigger::DeathNotification => "a death, where nothing else is known of the tumour",
    };
    let weeks = match owed.weeks {
        0 => String::new(),
        weeks => format!("{weeks} weeks and "),
    };
    let due = match (owed.weeks, owed.months) {
        (0, 0) => format!("at once after {after}"),
        (_, months) => format!("{weeks}{months} months after {after}"),
    };
    let dated = of_validity(owed.valid_from, owed.valid_to);
    if dated.is_empty() {
        due
    } else {
        format!("{due}, {dated}")
    }
}

/// What a type is called.
pub(super) const fn of_type(value_type: Option<ValueType>) -> &'static str {
    match value_type {
        Some(ValueType::Code) => "code",
        Some(ValueType::Integer) => "whole number",
        Some(ValueType::Quantity) => "number with unit",
        Some(ValueType::Date) => "date",
        Some(ValueType::Boolean) => "yes or no",
        Some(ValueType::Text) => "text",
        None => "",
    }
}

/// What a mark means.
pub(super) const fn of_mark(mark: Mark) -> (&'static str, &'static str) {
    match mark {
        Mark::V => ("V", "verified in a published source"),
        Mark::I => ("I", "inferred from verified facts"),
        Mark::M => ("M", "general knowledge of the field, not verified"),
    }
}

/// Whether a variable must be answered, and when.
pub(super) fn of_need(variable: &Variable, all: &[Asked]) -> String {
    match variable.need {
        Need::Mandatory => "mandatory".to_owned(),
        Need::Optional => "optional".to_owned(),
        Need::Conditional => format!("mandatory when {}", of_conditions(variable, all)),
    }
}

/// When a variable must be answered: its dates and its conditions, joined.
pub(super) fn of_demand(variable: &Variable, all: &[Asked]) -> String {
    let mut demands = Vec::new();
    if variable.is_dated() {
        let validity = of_validity(variable.valid_from, variable.valid_to);
        demands.push(format!("the report is {validity}"));
    }
    if !variable.when.is_empty() {
        demands.push(of_conditions(variable, all));
    }
    demands.join(" and ")
}

/// The conditions of a variable, joined.
pub(super) fn of_conditions(variable: &Variable, all: &[Asked]) -> String {
    let words: Vec<String> = variable
        .when
        .iter()
        .map(|condition| of_condition(condition, all))
        .collect();
    words.join(" and ")
}

/// The bounds of a number, with its unit.
pub(super) fn of_bounds(variable: &Variable) -> String {
    let unit = variable
        .unit
        .as_deref()
        .map_or(String::new(), |unit| format!(" {unit}"));
    match (variable.min, variable.max) {
        (Some(min), Some(max)) => format!("{min} to {max}{unit}"),
        (Some(min), None) => format!("at least {min}{unit}"),
        (None, Some(max)) => format!("at most {max}{unit}"),
        (None, None) => unit.trim().to_owned(),
    }
}

fn of_condition(condition: &Condition, all: &[Asked]) -> String {
    let other = all
        .iter()
        .find(|other| other.variable.id == condition.variable)
        .map(|other| other.variable);
    let name = other.map_or(condition.variable.as_str(), |other| other.name.en.as_str());
    let mut tests = Vec::new();
    if !condition.one_of.is_empty() {
        tests.push(format!("is {}", of_codes(&condition.one_of, other)));
    }
    tests.extend(
        condition
            .at_least
            .map(|least| format!("is at least {least}")),
    );
    tests.extend(condition.at_most.map(|most| format!("is at most {most}")));
    tests.extend(
        condition
            .is
            .map(|is| format!("is {}", if is { "yes" } else { "no" })),
    );
    format!("“{name}” {}", tests.join(" and "))
}

fn of_codes(codes: &[String], variable: Option<&Variable>) -> String {
    let named = |code: &String| {
        let value =
            variable.and_then(|variable| variable.values.iter().find(|value| value.code == *code));
        match (value, code.strip_suffix('*')) {
            (Some(value), _) => format!("{code} ({})", value.en),
            (None, Some(start)) => format!("{start}…"),
            (None, None) => code.clone(),
        }
    };
    codes.iter().map(named).collect::<Vec<_>>().join(" or ")
}
