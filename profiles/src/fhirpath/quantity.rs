//! Quantities: a number and a unit (N1, Quantity; R4, FHIRPath: Quantity).

use std::borrow::Cow;
use std::cmp::Ordering;

use serde_json::Value;

use super::moment::is_calendar_unit;
use super::number::{self, Decimal};
use super::units::{UCUM, Ucum, Units};

/// The types that are quantities.
pub(super) const TYPES: [&str; 7] = [
    "Quantity",
    "Age",
    "Count",
    "Distance",
    "Duration",
    "MoneyQuantity",
    "SimpleQuantity",
];

/// A quantity.
#[derive(Clone, Debug)]
pub(super) struct Quantity<'e> {
    pub(super) value: Decimal,
    pub(super) unit: Cow<'e, str>,
    /// The system that the unit is a code of; units in UCUM and of the calendar have none.
    system: Option<&'e str>,
}

impl<'e> Quantity<'e> {
    /// A quantity in a unit of UCUM or of the calendar.
    pub(super) fn new(value: Decimal, unit: impl Into<Cow<'e, str>>) -> Self {
        Self {
            value,
            unit: unit.into(),
            system: None,
        }
    }

    /// What an element of FHIR says, where it says one number and not a bound.
    pub(super) fn of(element: &'e Value) -> Option<Self> {
        let bound = element.get("comparator").is_some();
        (!bound).then(|| Self::said(element)).flatten()
    }

    /// The number and unit that an element of FHIR says.
    fn said(element: &'e Value) -> Option<Self> {
        let value = number::parse(element.get("value")?.as_number()?.as_str())?;
        let text = |key: &str| element.get(key).and_then(Value::as_str);
        let (system, unit) = match (text("system"), text("code")) {
            (Some(UCUM), code) => (None, code.unwrap_or("1")),
            (Some(other), Some(code)) => (Some(other), code),
            (None, None) if text("unit").is_none() => (None, "1"),
            // Without a system, a unit equals none but the same text.
            (_, code) => (Some(""), code.or(text("unit")).unwrap_or_default()),
        };
        Some(Self {
            value,
            unit: unit.into(),
            system,
        })
    }

    /// How two quantities lie to each other; nothing where their units do not compare.
    pub(super) fn order(&self, other: &Self) -> Option<Ordering> {
        let other = other.value_in(self)?;
        Some(self.value.cmp(&other))
    }

    /// The value of this one in the unit of another.
    pub(super) fn value_in(&self, other: &Self) -> Option<Decimal> {
        if self.system != other.system {
            return None;
        }
        if self.system.is_some() {
            return (self.unit == other.unit).then_some(self.value);
        }
        let factor = Ucum.factor(&self.unit, &other.unit)?;
        self.value.checked_mul(factor)
    }

    /// The same in another unit, where there is a factor between them.
    pub(super) fn converted(&self, unit: String) -> Option<Self> {
        let wanted = Self::new(Decimal::ONE, unit);
        let value = self.value_in(&wanted)?;
        Some(Self { value, ..wanted })
    }

    /// As it is written as a literal.
    pub(super) fn text(&self) -> String {
        if is_calendar_unit(&self.unit) {
            return format!("{} {}", self.value, self.unit);
        }
        format!("{} '{}'", self.value, self.unit)
    }
}

/// How two elements that are quantities lie to each other; nothing where one has no number
/// or their units do not compare. A bound such as `<5` lies where its number does.
pub(crate) fn order_of_quantities(one: &Value, other: &Value) -> Option<Ordering> {
    Quantity::said(one)?.order(&Quantity::said(other)?)
}

/// What a text says: a number, perhaps a unit (N1, `toQuantity`).
pub(super) fn parse(text: &str) -> Option<Quantity<'static>> {
    let text = text.trim();
    let end = text.find([' ', '\'']).unwrap_or(text.len());
    let value = number::parse(&text[..end])?;
    let unit = text[end..].trim();
    let quoted = unit
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''));
    match (unit, quoted) {
        ("", _) => Some(Quantity::new(value, "1")),
        (_, Some(code)) if !code.is_empty() => Some(Quantity::new(value, code.to_owned())),
        (name, None) if is_calendar_unit(name) => Some(Quantity::new(value, name.to_owned())),
        _ => None,
    }
}
