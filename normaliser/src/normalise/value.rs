//! Named values with the element they were read from.

use caseway_proto::{Datum, Value};

use crate::fhir::{Element, codings, datum, extension_value, mcode};
use crate::terms::intent;

/// The value of a choice such as `value[x]`; a Period gives its start and its end.
pub(super) fn choice(element: &Element<'_>, choice: &'static str, name: &str) -> Vec<Value> {
    match element.choice(choice) {
        Some(("Period", period)) => period_values(&period, name),
        Some((kind, value)) => typed(kind, &value, name).into_iter().collect(),
        None => Vec::new(),
    }
}

/// The value of an element of a known FHIR type.
pub(super) fn typed(kind: &str, element: &Element<'_>, name: &str) -> Option<Value> {
    Some(named(name, datum(kind, element)?, element))
}

/// The value of the element of that name, of a known FHIR type; all where it repeats.
pub(super) fn each(
    element: &Element<'_>,
    (child, kind): (&'static str, &str),
    name: &str,
) -> impl Iterator<Item = Value> {
    element
        .each(child)
        .filter_map(move |one| typed(kind, &one, name))
}

/// A value that the normaliser read out of an element.
pub(super) fn text(name: &str, value: &str, element: &Element<'_>) -> Value {
    named(name, Datum::Text(value.into()), element)
}

/// The start of a time that is a point or a period, as sent.
pub(super) fn start<'a>(element: &Element<'a>, choice: &'static str) -> Option<&'a str> {
    match element.choice(choice)? {
        ("Period", period) => period.text("start").or_else(|| period.text("end")),
        (_, point) => point.own_text(),
    }
}

/// What a treatment was meant to do, from the intent extension, as a value.
pub(super) fn intent(resource: &Element<'_>) -> Option<Value> {
    let (_, value) = extension_value(resource, mcode!("procedure-intent"))?;
    match codings(&value).find_map(intent::of) {
        Some(word) => Some(text("intent", word, &value)),
        None => typed("CodeableConcept", &value, "intent"),
    }
}

fn period_values(period: &Element<'_>, name: &str) -> Vec<Value> {
    ["start", "end"]
        .into_iter()
        .filter_map(|edge| {
            let date = period.child(edge)?;
            typed("DateTime", &date, &format!("{name}_{edge}"))
        })
        .collect()
}

fn named(name: &str, datum: Datum, element: &Element<'_>) -> Value {
    Value {
        name: name.into(),
        datum,
        element: element.path.written(),
    }
}
