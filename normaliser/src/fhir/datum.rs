//! Values as they were sent.
//!
//! Free text never becomes a value: a string longer than a code is left out.

use caseway_proto::{Datum, ShortText};
use serde_json::Value;

use super::{Element, codings, text};

/// A string longer than this many characters is free text, not a value.
const TEXT_MAX: usize = 64;

/// The value of an element of that FHIR type; `None` when the type carries none.
pub(crate) fn datum(kind: &str, element: &Element<'_>) -> Option<Datum> {
    match kind {
        "CodeableConcept" | "Coding" => concept(element),
        "Quantity" | "Age" | "Duration" | "Count" | "SimpleQuantity" => quantity(element),
        "DateTime" | "Date" | "Instant" | "Time" => {
            element.own_text().map(|date| Datum::Date(date.into()))
        }
        "Boolean" => element.value.as_bool().map(Datum::Flag),
        "Integer" | "Decimal" | "UnsignedInt" | "PositiveInt" => {
            number(element.value).map(Datum::Text)
        }
        "String" | "Code" => short(element.own_text()?).map(Datum::Text),
        _ => None,
    }
}

/// The day, month or year of a date or time.
pub(crate) fn day(date: &str) -> Option<&str> {
    let day = date.split('T').next()?;
    let shaped = matches!(day.len(), 4 | 7 | 10)
        && day.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    shaped.then_some(day)
}

/// An imprecise date as the end of what it may mean; where it says nothing, later than all.
pub(crate) fn latest(date: &str) -> [u8; 10] {
    let mut latest = *b"9999-99-99";
    let known = date.bytes().zip(&mut latest);
    known.for_each(|(told, end)| *end = told);
    latest
}

fn concept(element: &Element<'_>) -> Option<Datum> {
    match codings(element).next() {
        Some(coding) => Some(Datum::Code {
            system: coding.system.to_owned(),
            code: coding.code.into(),
            display: coding.display.map(str::to_owned),
        }),
        None => short(text(element)?).map(Datum::Text),
    }
}

fn quantity(element: &Element<'_>) -> Option<Datum> {
    Some(Datum::Quantity {
        value: number(element.value.get("value")?)?,
        unit: element
            .text("code")
            .or_else(|| element.text("unit"))
            .unwrap_or_default()
            .into(),
    })
}

fn number(value: &Value) -> Option<ShortText> {
    value.as_number().map(|number| number.as_str().into())
}

fn short(text: &str) -> Option<ShortText> {
    (text.chars().count() <= TEXT_MAX).then(|| text.into())
}

#[cfg(test)]
mod tests {
    use caseway_proto::Datum;

    use super::{Element, datum, day};
    use crate::fhir::Path;

    #[test]
    fn a_decimal_stays_as_it_was_written() {
        let tree = serde_json::from_str(r#"{"value": 0.010, "code": "mm"}"#).unwrap();
        let element = Element {
            value: &tree,
            path: Path::root("value"),
        };
        let value = datum("Quantity", &element);
        assert_eq!(
            value,
            Some(Datum::Quantity {
                value: "0.010".into(),
                unit: "mm".into()
            })
        );
    }

    #[test]
    fn free_text_is_no_value() {
        let tree = serde_json::Value::String("a".repeat(65));
        let element = Element {
            value: &tree,
            path: Path::root("value"),
        };
        assert_eq!(datum("String", &element), None);
    }

    #[test]
    fn a_time_is_cut_to_its_day_and_nonsense_is_no_day() {
        assert_eq!(day("2024-03-16T10:00:00Z"), Some("2024-03-16"));
        assert_eq!(day("2024-03"), Some("2024-03"));
        assert_eq!(day("16.3.2024"), None);
    }
}
