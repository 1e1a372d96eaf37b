//! Conversion (N1, 5.5): what cannot be converted is empty.

use super::{Call, Function};
use crate::fhirpath::collection::Collection;
use crate::fhirpath::item::Item;
use crate::fhirpath::moment::{self, Kind};
use crate::fhirpath::number::{self, Decimal};
use crate::fhirpath::quantity::{self, Quantity};
use crate::fhirpath::{Answer, Stop};

/// A conversion of one value.
type Convert = for<'e> fn(&Item<'e>) -> Option<Item<'e>>;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("toBoolean", 0, 0, |call| converted(call, boolean)),
    Function::new("convertsToBoolean", 0, 0, |call| converts(call, boolean)),
    Function::new("toInteger", 0, 0, |call| converted(call, integer)),
    Function::new("convertsToInteger", 0, 0, |call| converts(call, integer)),
    Function::new("toDecimal", 0, 0, |call| converted(call, decimal)),
    Function::new("convertsToDecimal", 0, 0, |call| converts(call, decimal)),
    Function::new("toDate", 0, 0, |call| converted(call, date)),
    Function::new("convertsToDate", 0, 0, |call| converts(call, date)),
    Function::new("toDateTime", 0, 0, |call| converted(call, date_time)),
    Function::new("convertsToDateTime", 0, 0, |call| converts(call, date_time)),
    Function::new("toTime", 0, 0, |call| converted(call, time)),
    Function::new("convertsToTime", 0, 0, |call| converts(call, time)),
    Function::new("toString", 0, 0, |call| converted(call, text)),
    Function::new("convertsToString", 0, 0, |call| converts(call, text)),
    Function::new("toQuantity", 0, 1, |call| Ok(to_quantity(call)?.into())),
    Function::new("convertsToQuantity", 0, 1, |call| {
        if call.input.is_empty() {
            return Ok(Collection::Empty);
        }
        Ok(to_quantity(call)?.is_some().into())
    }),
];

fn converted<'e>(call: &Call<'_, 'e>, convert: Convert) -> Answer<'e> {
    Ok(call.plain()?.as_ref().and_then(convert).into())
}

fn converts<'e>(call: &Call<'_, 'e>, convert: Convert) -> Answer<'e> {
    Ok(call.plain()?.map(|item| convert(&item).is_some()).into())
}

fn boolean<'e>(item: &Item<'e>) -> Option<Item<'e>> {
    let truth = match item {
        Item::Boolean(truth) => *truth,
        Item::Integer(1) => true,
        Item::Integer(0) => false,
        Item::Decimal(decimal) if *decimal == Decimal::ONE => true,
        Item::Decimal(decimal) if *decimal == Decimal::ZERO => false,
        Item::Text(text) => match text.to_ascii_lowercase().as_str() {
            "true" | "t" | "yes" | "y" | "1" | "1.0" => true,
            "false" | "f" | "no" | "n" | "0" | "0.0" => false,
            _ => return None,
        },
        _ => return None,
    };
    Some(Item::Boolean(truth))
}

fn integer<'e>(item: &Item<'e>) -> Option<Item<'e>> {
    match item {
        Item::Integer(_) => Some(item.clone()),
        Item::Boolean(truth) => Some(Item::Integer((*truth).into())),
        Item::Text(text) => number::parse_whole(text).map(Item::Integer),
        _ => None,
    }
}

fn decimal<'e>(item: &Item<'e>) -> Option<Item<'e>> {
    match item {
        Item::Decimal(_) => Some(item.clone()),
        Item::Integer(whole) => Some(Item::Decimal((*whole).into())),
        Item::Boolean(truth) => Some(Item::Decimal(i32::from(*truth).into())),
        // A text with an exponent is no decimal of FHIRPath.
        Item::Text(text) if !text.contains(['e', 'E']) => number::parse(text).map(Item::Decimal),
        _ => None,
    }
}

fn moment_as(item: &Item<'_>, kind: Kind) -> Option<Item<'static>> {
    let found = match item {
        Item::Moment(moment) => *moment,
        Item::Text(text) if kind == Kind::Time => moment::of_type("time", text)?,
        Item::Text(text) => moment::literal(text)?,
        _ => return None,
    };
    found.as_kind(kind).map(Item::Moment)
}

fn date<'e>(item: &Item<'e>) -> Option<Item<'e>> {
    moment_as(item, Kind::Date)
}

fn date_time<'e>(item: &Item<'e>) -> Option<Item<'e>> {
    moment_as(item, Kind::DateTime)
}

fn time<'e>(item: &Item<'e>) -> Option<Item<'e>> {
    moment_as(item, Kind::Time)
}

fn text<'e>(item: &Item<'e>) -> Option<Item<'e>> {
    item.clone().into_text().map(Item::Text)
}

/// A quantity, in the unit that is asked for.
fn to_quantity<'e>(call: &Call<'_, 'e>) -> Result<Option<Item<'e>>, Stop> {
    let unit = call.text(0)?;
    let Some(item) = call.plain()? else {
        return Ok(None);
    };
    let found = match item {
        Item::Quantity(quantity) => Some(*quantity),
        Item::Integer(whole) => Some(Quantity::new(whole.into(), "1")),
        Item::Decimal(decimal) => Some(Quantity::new(decimal, "1")),
        Item::Boolean(truth) => Some(Quantity::new(i32::from(truth).into(), "1")),
        Item::Text(text) => quantity::parse(&text),
        _ => None,
    };
    let found = match (found, unit) {
        (Some(found), Some(unit)) => found.converted(unit),
        (found, _) => found,
    };
    Ok(found.map(|found| Item::Quantity(Box::new(found))))
}
