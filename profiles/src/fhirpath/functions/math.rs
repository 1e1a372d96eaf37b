//! Math (N1, 5.7): what has no result is empty.

use rust_decimal::{MathematicalOps, RoundingStrategy};

use super::{Call, Function};
use crate::fhirpath::collection::Collection;
use crate::fhirpath::item::Item;
use crate::fhirpath::number::{self, Decimal};
use crate::fhirpath::{Answer, Stop};

/// The greatest exponents that are reckoned with; beyond them nothing fits a decimal.
const EXPONENT_MAX: i32 = 100;

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("abs", 0, 0, abs),
    Function::new("ceiling", 0, 0, |call| {
        to_whole(call, |number| number.ceil())
    }),
    Function::new("floor", 0, 0, |call| {
        to_whole(call, |number| number.floor())
    }),
    Function::new("truncate", 0, 0, |call| {
        to_whole(call, |number| number.trunc())
    }),
    Function::new("round", 0, 1, round),
    Function::new("exp", 0, 0, |call| {
        of_number(call, |number| {
            let small = number.abs() <= Decimal::from(EXPONENT_MAX);
            small.then(|| number.checked_exp()).flatten()
        })
    }),
    Function::new("ln", 0, 0, |call| {
        of_number(call, |number| number.checked_ln())
    }),
    Function::new("sqrt", 0, 0, |call| {
        of_number(call, |number| Some(number.sqrt()?.normalize()))
    }),
    Function::new("log", 1, 1, log),
    Function::new("power", 1, 1, power),
];

/// The number that the input is.
fn input(call: &Call<'_, '_>) -> Result<Option<Decimal>, Stop> {
    number_of(call.plain()?.as_ref())
}

fn number_of(item: Option<&Item<'_>>) -> Result<Option<Decimal>, Stop> {
    match item {
        None => Ok(None),
        Some(Item::Integer(whole)) => Ok(Some((*whole).into())),
        Some(Item::Decimal(decimal)) => Ok(Some(*decimal)),
        Some(_) => Err(Stop::Types),
    }
}

fn argument(call: &Call<'_, '_>) -> Result<Option<Decimal>, Stop> {
    number_of(super::operators::plain(call.run, &call.value(0)?)?.as_ref())
}

fn of_number<'e>(call: &Call<'_, 'e>, make: impl Fn(Decimal) -> Option<Decimal>) -> Answer<'e> {
    call.run.spend(10)?;
    Ok(input(call)?.and_then(make).map(Item::Decimal).into())
}

fn to_whole<'e>(call: &Call<'_, 'e>, make: impl Fn(Decimal) -> Decimal) -> Answer<'e> {
    let found = input(call)?.and_then(|number| number::whole(make(number)));
    Ok(found.map(Item::Integer).into())
}

fn abs<'e>(call: &mut Call<'_, 'e>) -> Answer<'e> {
    let found = match call.plain()? {
        None => None,
        Some(Item::Integer(whole)) => whole.checked_abs().map(Item::Integer),
        Some(Item::Decimal(decimal)) => Some(Item::Decimal(decimal.abs())),
        Some(Item::Quantity(mut quantity)) => {
            quantity.value = quantity.value.abs();
            Some(Item::Quantity(quantity))
        }
        Some(_) => return Err(Stop::Types),
    };
    Ok(found.into())
}

fn round<'e>(call: &mut Call<'_, 'e>) -> Answer<'e> {
    let places = call.whole(0)?.unwrap_or(0);
    let Ok(places) = u32::try_from(places) else {
        return Err(Stop::Types);
    };
    of_number(call, |number| {
        Some(number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero))
    })
}

fn log<'e>(call: &mut Call<'_, 'e>) -> Answer<'e> {
    let (Some(number), Some(base)) = (input(call)?, argument(call)?) else {
        return Ok(Collection::Empty);
    };
    call.run.spend(10)?;
    let found = number
        .checked_ln()
        .zip(base.checked_ln())
        .and_then(|(number, base)| number.checked_div(base));
    Ok(found.map(Item::Decimal).into())
}

fn power<'e>(call: &mut Call<'_, 'e>) -> Answer<'e> {
    let (Some(number), Some(exponent)) = (input(call)?, argument(call)?) else {
        return Ok(Collection::Empty);
    };
    call.run.spend(10)?;
    let whole = matches!(call.plain()?, Some(Item::Integer(_))) && exponent.is_integer();
    if exponent.abs() > Decimal::from(EXPONENT_MAX)
        || (number.is_zero() && exponent <= Decimal::ZERO)
    {
        let one = number.is_zero() && exponent.is_zero();
        return Ok(one.then_some(Item::Integer(1)).into());
    }
    if number.is_sign_negative() && !exponent.is_integer() {
        return Ok(Collection::Empty);
    }
    let found = number.checked_powd(exponent);
    Ok(match found {
        Some(found) if whole && found.is_integer() => number::whole(found).map(Item::Integer),
        found => found.map(Item::Decimal),
    }
    .into())
}
