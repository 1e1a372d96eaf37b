//! A variable's conditions as `FHIRPath` on the Bundle.
//!
//! Few shapes, always the same: a condition is `….where(…).exists()`, conditions are
//! joined with `and`, and what follows from them with `implies`; so are dates. A code is compared
//! with `=` or `startsWith`, a number with `<=` and `>=`, a truth value with `=`.

use jiff::civil::Date;

use crate::registry::table::{Coding, Condition, ValueType};
use crate::registry::{Asked, Place, names};

/// The expression that holds where a conditional variable is answered or not asked.
///
/// `all` is what the condition may refer to; a reference to nothing gives no expression.
pub(super) fn demanded(asked: &Asked, all: &[Asked], canonical: &str) -> Option<String> {
    let conditions: Option<Vec<String>> = asked
        .variable
        .when
        .iter()
        .map(|condition| {
            let other = all
                .iter()
                .find(|other| other.variable.id == condition.variable)?;
            Some(holds(condition, other, canonical))
        })
        .collect();
    let demands: Vec<String> = dates(asked.variable.valid_from, asked.variable.valid_to)
        .into_iter()
        .chain(conditions?)
        .collect();
    Some(format!(
        "({}) implies {}",
        demands.join(" and "),
        answered(asked, canonical)
    ))
}

/// The expression that holds where no code is said outside its dates; none where all codes
/// may be said at any time.
pub(super) fn timely(asked: &Asked) -> Option<String> {
    let allowed: Vec<String> = asked
        .variable
        .dated_values()
        .map(|value| {
            let coding = coding_test(&Coding {
                system: asked.value_system(value),
                code: value.code.clone(),
            });
            let test = format!("value.coding.where{coding}.exists()");
            let said = observations(asked, Some(&test));
            let within = dates(value.valid_from, value.valid_to).join(" and ");
            format!("({said}.exists() implies ({within}))")
        })
        .collect();
    (!allowed.is_empty()).then(|| allowed.join(" and "))
}

/// Whether the report is dated from one day to another. Compared as text, because a date
/// with a time and one without are neither before nor after each other on the same day.
fn dates(from: Option<Date>, to: Option<Date>) -> Vec<String> {
    let day = "entry.resource.ofType(Composition).date.toString().substring(0, 10)";
    let from = from.map(|from| format!("{day} >= '{from}'"));
    let to = to.map(|to| format!("{day} <= '{to}'"));
    from.into_iter().chain(to).collect()
}

/// Whether a variable is answered at all.
fn answered(asked: &Asked, canonical: &str) -> String {
    match place_path(asked.place(), canonical) {
        Some(path) => format!("{path}.exists()"),
        None => format!("{}.exists()", observations(asked, None)),
    }
}

fn holds(condition: &Condition, other: &Asked, canonical: &str) -> String {
    if let Some(path) = place_path(other.place(), canonical) {
        return format!("{path}.where({}).exists()", code_test(condition));
    }
    let test = value_test(condition, other.variable.value_type);
    format!("{}.exists()", observations(other, Some(&test)))
}

fn observations(asked: &Asked, test: Option<&str>) -> String {
    let codes: Vec<String> = asked.codings().iter().map(coding_test).collect();
    let of_code = format!("code.coding.where({}).exists()", codes.join(" or "));
    let all = test.map_or(of_code.clone(), |test| format!("{of_code} and {test}"));
    format!("entry.resource.ofType(Observation).where({all})")
}

fn coding_test(coding: &Coding) -> String {
    format!(
        "(system = '{}' and code = '{}')",
        coding.system, coding.code
    )
}

fn value_test(condition: &Condition, value_type: Option<ValueType>) -> String {
    let number = if value_type == Some(ValueType::Quantity) {
        "value.value"
    } else {
        "value"
    };
    let mut tests = Vec::new();
    if !condition.one_of.is_empty() {
        tests.push(format!(
            "value.coding.where({}).exists()",
            code_test(condition)
        ));
    }
    tests.extend(
        condition
            .at_least
            .map(|least| format!("{number} >= {least}")),
    );
    tests.extend(condition.at_most.map(|most| format!("{number} <= {most}")));
    tests.extend(condition.is.map(|is| format!("value = {is}")));
    tests.join(" and ")
}

fn code_test(condition: &Condition) -> String {
    let tests = condition
        .one_of
        .iter()
        .map(|code| match code.strip_suffix('*') {
            Some(start) => format!("code.startsWith('{start}')"),
            None => format!("code = '{code}'"),
        });
    tests.collect::<Vec<_>>().join(" or ")
}

/// The codings (or the date, or the number) of a fact that is no Observation.
fn place_path(place: Place, canonical: &str) -> Option<String> {
    if place == Place::Accession {
        return Some("entry.resource.ofType(Specimen).accessionIdentifier".to_owned());
    }
    let tumour = format!(
        "entry.resource.ofType(Condition).where(category.coding.where(\
         system = '{}' and code = 'primary-tumour').exists())",
        names::code_system(canonical, "condition-role")
    );
    let extension = |url: &str| format!("extension.where(url = '{url}').value");
    let basis = names::structure(canonical, "basis-of-diagnosis");
    let rest = match place {
        Place::Icd10 => "code.coding".to_owned(),
        Place::Topography => "bodySite.coding".to_owned(),
        Place::Morphology => format!("{}.coding", extension(names::MORPHOLOGY)),
        Place::Laterality => format!("bodySite.{}.coding", extension(names::LATERALITY)),
        Place::DiagnosisDate => extension(names::ASSERTED_DATE),
        Place::Basis => format!("{}.coding", extension(&basis)),
        Place::Observation | Place::Accession | Place::Elsewhere => return None,
    };
    Some(format!("{tumour}.{rest}"))
}
