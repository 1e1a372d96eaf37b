//! What must hold of a table beyond its shape.
//!
//! One function a rule or family of rules; each gives the faults it found as
//! sentences that name the table and the variable.

use std::collections::HashSet;

use jiff::civil::Date;

use super::asked;
use super::spine::{REPORT_KINDS, Spine};
use super::table::{Condition, Need, Table, ValueType, Variable};
use super::{Asked, Place};

/// The longest id of a variable or Registry: with a Registry's name before it, FHIR allows 64.
const ID_CHARACTERS_MAX: usize = 40;

/// The faults of a table by itself.
pub(super) fn table(table: &Table) -> Vec<String> {
    let mut faults = Vec::new();
    faults.extend(id(&table.id));
    faults.extend(version(&table.version));
    faults.extend(validity(&table.id, Some(table.valid_from), table.valid_to));
    faults.extend(scope(table));
    faults.extend(kinds(table));
    faults.extend(owed(table));
    faults.extend(unique_ids(&table.variables));
    for variable in &table.variables {
        faults.extend(one_variable(variable));
        faults.extend(known_kinds(table, variable));
    }
    faults
}

/// The faults of the spine.
pub(super) fn spine(spine: &Spine) -> Vec<String> {
    let mut faults = version(&spine.version);
    faults.extend(unique_ids(&spine.variables));
    for variable in &spine.variables {
        faults.extend(one_variable(variable));
    }
    faults
}

/// The faults of a table on its spine.
pub(super) fn together(table: &Table, spine: &Spine) -> Vec<String> {
    let all = asked::everything(table, spine);
    let ids: Vec<&str> = all.iter().map(|asked| asked.variable.id.as_str()).collect();
    let mut faults = repeated(&ids, "variable");
    for asked in &all {
        for condition in &asked.variable.when {
            faults.extend(condition_on(asked, condition, &all, table));
        }
    }
    for kind in &table.kinds {
        faults.extend(ambiguous_codes(table, spine, &kind.code));
    }
    faults
}

fn id(id: &str) -> Option<String> {
    let spelt = id
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    let sound = spelt && id.starts_with(|c: char| c.is_ascii_lowercase());
    (!sound || id.len() > ID_CHARACTERS_MAX).then(|| {
        format!(
            "`{id}` is not an id: a lower-case letter, then letters, digits and `_`, \
             at most {ID_CHARACTERS_MAX}"
        )
    })
}

fn version(version: &str) -> Vec<String> {
    let parts: Vec<_> = version.split('.').collect();
    let sound = parts.len() == 3 && parts.iter().all(|part| part.parse::<u32>().is_ok());
    if sound {
        Vec::new()
    } else {
        vec![format!(
            "version `{version}` is not three numbers with points between"
        )]
    }
}

fn validity(what: &str, from: Option<Date>, to: Option<Date>) -> Option<String> {
    let backwards = from.zip(to).is_some_and(|(from, to)| to < from);
    backwards.then(|| format!("{what}: valid_to is before valid_from"))
}

fn scope(table: &Table) -> Vec<String> {
    let scope = &table.scope;
    let code = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let range = |text: &str| match text.split_once('-') {
        Some((first, last)) => code(first) && code(last) && first < last,
        None => code(text),
    };
    let morphologies = scope.morphology.iter().chain(&scope.not_morphology);
    let mut faults: Vec<String> = morphologies
        .filter(|text| !range(text))
        .map(|text| {
            format!(
                "scope of {}: {text} is neither a morphology nor two",
                table.id
            )
        })
        .collect();
    if scope
        .age_min
        .zip(scope.age_max)
        .is_some_and(|(min, max)| max < min)
    {
        faults.push(format!("scope of {}: age_max is below age_min", table.id));
    }
    faults
}

fn owed(table: &Table) -> Vec<String> {
    let mut faults = Vec::new();
    for owed in &table.owed {
        let what = format!("{} after {}", owed.kind, owed.after.as_str());
        if !table.kinds.iter().any(|kind| kind.code == owed.kind) {
            faults.push(format!("{what}: the table has no such kind of report"));
        }
        faults.extend(validity(&what, owed.valid_from, owed.valid_to));
    }
    faults
}

fn kinds(table: &Table) -> Vec<String> {
    let codes: Vec<&str> = table.kinds.iter().map(|kind| kind.code.as_str()).collect();
    let mut faults = repeated(&codes, "kind");
    if codes.is_empty() {
        faults.push(format!("{} takes no kind of report", table.id));
    }
    for kind in &table.kinds {
        faults.extend(validity(&kind.code, kind.valid_from, kind.valid_to));
    }
    for code in codes {
        if !REPORT_KINDS.iter().any(|known| known.code == code) {
            faults.push(format!("kind {code} is not in the report-kind code system"));
        }
    }
    faults
}

fn unique_ids(variables: &[Variable]) -> Vec<String> {
    let ids: Vec<&str> = variables
        .iter()
        .map(|variable| variable.id.as_str())
        .collect();
    repeated(&ids, "variable")
}

fn repeated(names: &[&str], what: &str) -> Vec<String> {
    let mut seen = HashSet::new();
    names
        .iter()
        .filter(|name| !seen.insert(**name))
        .map(|name| format!("{what} {name} stands there twice"))
        .collect()
}

fn known_kinds(table: &Table, variable: &Variable) -> Vec<String> {
    let known = |code: &str| code == "*" || table.kinds.iter().any(|kind| kind.code == code);
    variable
        .kinds
        .iter()
        .filter(|code| !known(code))
        .map(|code| {
            format!(
                "variable {}: {code} is not a kind of {}",
                variable.id, table.id
            )
        })
        .collect()
}

fn one_variable(variable: &Variable) -> Vec<String> {
    let mut faults: Vec<String> = id(&variable.id).into_iter().collect();
    let mut must = |holds: bool, sentence: &str| {
        if !holds {
            faults.push(format!("variable {}: {sentence}", variable.id));
        }
    };
    let place = Place::of(variable);
    let of_type = |value_type| variable.value_type == Some(value_type);
    must(!variable.kinds.is_empty(), "no kind of report carries it");
    must(
        place != Place::Observation || variable.value_type.is_some(),
        "an Observation needs a type",
    );
    must(
        !of_type(ValueType::Code) || place != Place::Observation || !variable.values.is_empty(),
        "a code needs values",
    );
    must(
        variable.values.is_empty() || of_type(ValueType::Code),
        "only a code has values",
    );
    must(
        of_type(ValueType::Quantity) == variable.unit.is_some(),
        "a quantity has a unit, and nothing else has",
    );
    must(
        variable.decimals.is_none() || of_type(ValueType::Quantity),
        "only a quantity has decimals",
    );
    must(
        variable.when.is_empty() || place != Place::Elsewhere,
        "what is conditional must be an Observation, a fact of the tumour or a specimen number",
    );
    must(
        (variable.need == Need::Conditional) != variable.when.is_empty(),
        "a conditional variable says when, and no other does",
    );
    faults.extend(validity(
        &variable.id,
        variable.valid_from,
        variable.valid_to,
    ));
    faults.extend(bounds(variable));
    faults.extend(values(variable));
    faults
}

fn bounds(variable: &Variable) -> Vec<String> {
    let bounded = variable.min.is_some() || variable.max.is_some();
    let is_number = matches!(
        variable.value_type,
        Some(ValueType::Integer | ValueType::Quantity)
    );
    let mut faults = Vec::new();
    if bounded && !is_number {
        faults.push(format!(
            "variable {}: only a number has bounds",
            variable.id
        ));
    }
    if let (Some(min), Some(max)) = (variable.min, variable.max)
        && min > max
    {
        faults.push(format!("variable {}: min is above max", variable.id));
    }
    let whole = |bound: Option<f64>| bound.is_none_or(|bound| bound.fract() == 0.0);
    if variable.value_type == Some(ValueType::Integer)
        && !(whole(variable.min) && whole(variable.max))
    {
        faults.push(format!(
            "variable {}: a bound of a whole number is whole",
            variable.id
        ));
    }
    faults
}

fn values(variable: &Variable) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut faults = Vec::new();
    for value in &variable.values {
        if value.code.is_empty() || value.nb.is_empty() || value.en.is_empty() {
            faults.push(format!(
                "variable {}: a value lacks its code or one of its names",
                variable.id
            ));
        }
        if value.valid_from > value.valid_to && value.valid_to.is_some() {
            faults.push(format!(
                "variable {}: value {} ends before it begins",
                variable.id, value.code
            ));
        }
        if !seen.insert((&value.system, &value.code)) {
            faults.push(format!(
                "variable {}: value {} twice",
                variable.id, value.code
            ));
        }
    }
    faults
}

fn condition_on(asked: &Asked, condition: &Condition, all: &[Asked], table: &Table) -> Vec<String> {
    let about = format!(
        "variable {}: when {}",
        asked.variable.id, condition.variable
    );
    let Some(other) = all
        .iter()
        .find(|other| other.variable.id == condition.variable)
    else {
        return vec![format!("{about}: there is no such variable")];
    };
    let mut faults = Vec::new();
    if !other.place().is_readable() {
        faults.push(format!("{about}: a condition cannot read it there"));
    }
    for kind in &table.kinds {
        if asked.is_carried_by(&kind.code) && !other.is_carried_by(&kind.code) {
            faults.push(format!("{about}: a {} report does not carry it", kind.code));
        }
    }
    faults.extend(test_fits(condition, other).map(|fault| format!("{about}: {fault}")));
    faults.extend(
        unknown_codes(condition, other)
            .map(|code| format!("{about}: {code} is not one of its values")),
    );
    faults
}

fn test_fits(condition: &Condition, other: &Asked) -> Option<&'static str> {
    let numeric = condition.at_least.is_some() || condition.at_most.is_some();
    let tests = [
        !condition.one_of.is_empty(),
        numeric,
        condition.is.is_some(),
    ];
    if tests.iter().filter(|test| **test).count() != 1 {
        return Some("one of `in`, a bound or `is` must be said");
    }
    let fits = match other.variable.value_type {
        _ if other.place().is_tumour_code() => tests[0],
        Some(ValueType::Code) => tests[0],
        Some(ValueType::Integer | ValueType::Quantity) => tests[1],
        Some(ValueType::Boolean) => tests[2],
        _ => false,
    };
    (!fits).then_some("the test does not fit its type")
}

fn unknown_codes<'a>(
    condition: &'a Condition,
    other: &'a Asked,
) -> impl Iterator<Item = &'a String> {
    let values = &other.variable.values;
    let known = move |wanted: &str| match wanted.strip_suffix('*') {
        Some(start) => values.iter().any(|value| value.code.starts_with(start)),
        None => values.iter().any(|value| value.code == wanted),
    };
    condition
        .one_of
        .iter()
        .filter(move |wanted| !values.is_empty() && !known(wanted))
}

fn ambiguous_codes(table: &Table, spine: &Spine, kind: &str) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut faults = Vec::new();
    for asked in asked::observations(table, spine, kind) {
        for coding in asked.codings() {
            if !seen.insert((coding.system.clone(), coding.code.clone())) {
                faults.push(format!(
                    "variable {}: another variable of a {kind} report has the code {} too",
                    asked.variable.id, coding.code
                ));
            }
        }
    }
    faults
}
