//! Comparison (N1, Comparison): what cannot be told is empty.

use std::cmp::Ordering;

use super::equality::{as_quantities, numbers};
use super::plain;
use crate::fhirpath::collection::Collection;
use crate::fhirpath::evaluate::Evaluation;
use crate::fhirpath::item::Item;
use crate::fhirpath::moment::Order;
use crate::fhirpath::tree::Operator;
use crate::fhirpath::{Answer, Stop};

/// Whether two values lie to each other as an operator says.
pub(super) fn compare<'e>(
    run: &Evaluation<'e>,
    operator: Operator,
    left: &Collection<'e>,
    right: &Collection<'e>,
) -> Answer<'e> {
    let (Some(left), Some(right)) = (plain(run, left)?, plain(run, right)?) else {
        return Ok(Collection::Empty);
    };
    let Some(order) = order(left, right)? else {
        run.doubt();
        return Ok(Collection::Empty);
    };
    Ok(match operator {
        Operator::Less => order == Ordering::Less,
        Operator::LessOrEqual => order != Ordering::Greater,
        Operator::Greater => order == Ordering::Greater,
        _ => order != Ordering::Less,
    }
    .into())
}

fn order(left: Item<'_>, right: Item<'_>) -> Result<Option<Ordering>, Stop> {
    match (&left, &right) {
        (Item::Text(left), Item::Text(right)) => Ok(Some(left.cmp(right))),
        (Item::Moment(left), Item::Moment(right)) => match left.order(right) {
            Order::Sure(order) => Ok(Some(order)),
            Order::Unclear => Ok(None),
            Order::Incomparable => Err(Stop::Types),
        },
        _ => match numbers(&left, &right) {
            Some((left, right)) => Ok(Some(left.cmp(&right))),
            None => match as_quantities(left, right) {
                Some((left, right)) => Ok(left.order(&right)),
                None => Err(Stop::Types),
            },
        },
    }
}
