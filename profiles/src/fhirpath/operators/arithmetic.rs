//! Arithmetic (N1, Math): numbers, quantities, texts, and moments with durations.
//!
//! What overflows, and what is divided by zero, is empty.

use super::equality::{as_quantities, numbers};
use super::plain;
use crate::fhirpath::collection::Collection;
use crate::fhirpath::evaluate::Evaluation;
use crate::fhirpath::item::Item;
use crate::fhirpath::moment::{Moment, calendar_unit};
use crate::fhirpath::number::{self, Decimal};
use crate::fhirpath::quantity::Quantity;
use crate::fhirpath::tree::Operator;
use crate::fhirpath::{Answer, Stop};

/// What an operator makes of two values.
pub(super) fn reckon<'e>(
    run: &Evaluation<'e>,
    operator: Operator,
    left: &Collection<'e>,
    right: &Collection<'e>,
) -> Answer<'e> {
    let (Some(left), Some(right)) = (plain(run, left)?, plain(run, right)?) else {
        return Ok(Collection::Empty);
    };
    let found = match (operator, &left, &right) {
        (Operator::Add, Item::Text(a), Item::Text(b)) => {
            run.spend((a.len() + b.len()) / 64)?;
            Some(Item::text(format!("{a}{b}")))
        }
        (Operator::Add, Item::Moment(from), Item::Quantity(by)) => later(*from, by, false)?,
        (Operator::Subtract, Item::Moment(from), Item::Quantity(by)) => later(*from, by, true)?,
        (_, Item::Integer(a), Item::Integer(b)) if operator != Operator::Divide => {
            whole(operator, *a, *b).map(Item::Integer)
        }
        _ => match numbers(&left, &right) {
            Some((a, b)) => decimal(operator, a, b),
            None => of_quantities(operator, left, right)?,
        },
    };
    Ok(found.into())
}

/// A number with its sign turned.
pub(in crate::fhirpath) fn negative<'e>(
    run: &Evaluation<'e>,
    found: &Collection<'e>,
) -> Answer<'e> {
    let turned = match plain(run, found)? {
        None => None,
        Some(Item::Integer(whole)) => whole.checked_neg().map(Item::Integer),
        Some(Item::Decimal(decimal)) => Some(Item::Decimal(-decimal)),
        Some(Item::Quantity(mut quantity)) => {
            quantity.value = -quantity.value;
            Some(Item::Quantity(quantity))
        }
        Some(_) => return Err(Stop::Types),
    };
    Ok(turned.into())
}

fn whole(operator: Operator, a: i32, b: i32) -> Option<i32> {
    match operator {
        Operator::Multiply => a.checked_mul(b),
        Operator::Add => a.checked_add(b),
        Operator::Subtract => a.checked_sub(b),
        Operator::Div => a.checked_div(b),
        Operator::Mod => a.checked_rem(b),
        _ => None,
    }
}

fn decimal<'e>(operator: Operator, a: Decimal, b: Decimal) -> Option<Item<'e>> {
    let found = match operator {
        Operator::Multiply => a.checked_mul(b),
        Operator::Divide => a.checked_div(b).map(|quotient| quotient.normalize()),
        Operator::Add => a.checked_add(b),
        Operator::Subtract => a.checked_sub(b),
        Operator::Mod => a.checked_rem(b),
        Operator::Div => {
            let whole = a.checked_div(b).and_then(number::whole);
            return whole.map(Item::Integer);
        }
        _ => None,
    };
    found.map(Item::Decimal)
}

fn later<'e>(from: Moment, by: &Quantity<'_>, earlier: bool) -> Result<Option<Item<'e>>, Stop> {
    let unit = calendar_unit(&by.unit).ok_or(Stop::Types)?;
    let amount = if earlier { -by.value } else { by.value };
    Ok(from.plus(amount, unit).map(Item::Moment))
}

/// Sums in the unit of the right one, products and quotients with a plain number.
fn of_quantities<'e>(
    operator: Operator,
    left: Item<'e>,
    right: Item<'e>,
) -> Result<Option<Item<'e>>, Stop> {
    let (mut left, mut right) = as_quantities(left, right).ok_or(Stop::Types)?;
    let made = |value: Option<Decimal>, mut quantity: Quantity<'e>| {
        value.map(|value| {
            quantity.value = value;
            Item::Quantity(Box::new(quantity))
        })
    };
    match operator {
        Operator::Add | Operator::Subtract => {
            let Some(value) = left.value_in(&right) else {
                return Ok(None);
            };
            let sum = if operator == Operator::Add {
                value.checked_add(right.value)
            } else {
                value.checked_sub(right.value)
            };
            Ok(made(sum, right))
        }
        Operator::Multiply => {
            if left.unit == "1" {
                std::mem::swap(&mut left, &mut right);
            }
            if right.unit != "1" {
                return Ok(None);
            }
            Ok(made(left.value.checked_mul(right.value), left))
        }
        Operator::Divide => {
            if let Some(same) = left.value_in(&right) {
                let number = Quantity::new(Decimal::ONE, "1");
                return Ok(made(same.checked_div(right.value), number));
            }
            if right.unit != "1" {
                return Ok(None);
            }
            Ok(made(left.value.checked_div(right.value), left))
        }
        _ => Err(Stop::Types),
    }
}
