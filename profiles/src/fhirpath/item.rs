//! Items: elements of the tree, and FHIRPath's own values.

use std::borrow::Cow;

use serde_json::Value;

use super::element::Element;
use super::moment::{self, Kind, Moment};
use super::number::{self, Decimal};
use super::quantity::{self, Quantity};
use crate::compile::Library;

/// An item of a collection.
#[derive(Clone, Debug)]
pub(super) enum Item<'e> {
    /// An element of the tree.
    Element(Element<'e>),
    Boolean(bool),
    Text(Cow<'e, str>),
    Integer(i32),
    Decimal(Decimal),
    Moment(Moment),
    Quantity(Box<Quantity<'e>>),
    /// What `type()` gives: a space and a name in it.
    Type(&'static str, Cow<'e, str>),
}

impl<'e> Item<'e> {
    pub(super) fn text(text: impl Into<Cow<'e, str>>) -> Self {
        Self::Text(text.into())
    }

    /// The value of a primitive or a quantity of FHIR, as FHIRPath's own (R4, FHIRPath:
    /// implicit conversion); everything else as it is.
    pub(super) fn plain(&self, library: &'e Library) -> Self {
        match self {
            Self::Element(element) => plain(element, library).unwrap_or_else(|| self.clone()),
            own => own.clone(),
        }
    }

    /// A value of FHIRPath's own as text (N1, `toString`); decimals as they are written.
    pub(super) fn into_text(self) -> Option<Cow<'e, str>> {
        Some(match self {
            Self::Text(text) => text,
            Self::Boolean(truth) => Cow::Borrowed(if truth { "true" } else { "false" }),
            Self::Integer(whole) => whole.to_string().into(),
            Self::Decimal(decimal) => decimal.to_string().into(),
            Self::Moment(moment) => moment.to_string().into(),
            Self::Quantity(quantity) => quantity.text().into(),
            Self::Element(_) | Self::Type(..) => return None,
        })
    }

    /// The element, where it is one.
    pub(super) fn element(&self) -> Option<&Element<'e>> {
        match self {
            Self::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The name of the type of a value that is FHIRPath's own.
    pub(super) fn own_type(&self) -> Option<&'static str> {
        Some(match self {
            Self::Element(_) | Self::Type(..) => return None,
            Self::Boolean(_) => "Boolean",
            Self::Text(_) => "String",
            Self::Integer(_) => "Integer",
            Self::Decimal(_) => "Decimal",
            Self::Quantity(_) => "Quantity",
            Self::Moment(moment) => match moment.kind {
                Kind::Date => "Date",
                Kind::DateTime => "DateTime",
                Kind::Time => "Time",
            },
        })
    }
}

fn plain<'e>(element: &Element<'e>, library: &'e Library) -> Option<Item<'e>> {
    match element.value() {
        Value::Bool(truth) => Some(Item::Boolean(*truth)),
        Value::Number(number) => {
            let written = number.as_str();
            match number::parse_whole(written) {
                Some(whole) => Some(Item::Integer(whole)),
                None => number::parse(written).map(Item::Decimal),
            }
        }
        Value::String(text) => Some(plain_text(element, library, text)),
        Value::Object(members) if members.contains_key("value") => {
            let kind = element.shape(library).kind?;
            let quantity = quantity::TYPES.contains(&kind);
            let found = quantity.then(|| Quantity::of(element.value())).flatten()?;
            Some(Item::Quantity(Box::new(found)))
        }
        _ => None,
    }
}

/// A text; only what reads like a moment is looked up, for it may be a code.
fn plain_text<'e>(element: &Element<'e>, library: &'e Library, text: &'e str) -> Item<'e> {
    let like_a_moment = text.len() >= 4 && text.as_bytes()[..2].iter().all(u8::is_ascii_digit);
    let moment = like_a_moment
        .then(|| moment::of_type(element.shape(library).kind?, text))
        .flatten();
    moment.map_or(Item::Text(Cow::Borrowed(text)), Item::Moment)
}
