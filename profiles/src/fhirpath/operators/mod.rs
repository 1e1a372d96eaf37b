//! Operators, and what they share: singletons, truth, types.

mod arithmetic;
mod equality;
mod logic;
mod order;
mod types;

pub(super) use arithmetic::negative;
pub(super) use equality::Seen;
pub(super) use types::{as_type, is, is_type};

use std::borrow::Cow;

use serde_json::Map;

use super::collection::Collection;
use super::evaluate::{Environment, Evaluation};
use super::item::Item;
use super::tree::{Expr, Name, Operator};
use super::{Answer, Stop};

/// How many members of an object count as a step.
const MEMBERS_A_STEP: usize = 16;

/// What an operator makes of its operands.
pub(super) fn binary<'e>(
    run: &Evaluation<'e>,
    operator: Operator,
    (left, right): (&'e Expr, &'e Expr),
    env: Environment<'_, 'e>,
) -> Answer<'e> {
    let left = run.value(left, env)?;
    if matches!(
        operator,
        Operator::And | Operator::Or | Operator::Xor | Operator::Implies
    ) {
        let right = || truth(run, &run.value(right, env)?);
        return logic::connect(operator, truth(run, &left)?, right).map(Collection::from);
    }
    let right = run.value(right, env)?;
    match operator {
        Operator::Union => union(run, left, right),
        Operator::Concatenate => concatenated(run, &left, &right),
        Operator::Equal | Operator::NotEqual => {
            let same = equality::collections(run, &left, &right)?;
            let wanted = operator == Operator::Equal;
            Ok(same.map(|same| same == wanted).into())
        }
        Operator::Equivalent | Operator::NotEquivalent => {
            let same = equality::equivalent_collections(run, &left, &right)?;
            Ok((same == (operator == Operator::Equivalent)).into())
        }
        Operator::In => equality::membership(run, &left, &right),
        Operator::Contains => equality::membership(run, &right, &left),
        Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => {
            order::compare(run, operator, &left, &right)
        }
        _ => arithmetic::reckon(run, operator, &left, &right),
    }
}

/// The one item of a collection; none where it is empty (N1, Singleton Evaluation).
pub(super) fn single<'c, 'e>(found: &'c Collection<'e>) -> Result<Option<&'c Item<'e>>, Stop> {
    match found.as_slice() {
        [] => Ok(None),
        [item] => Ok(Some(item)),
        _ => Err(Stop::Several),
    }
}

/// The one item, as FHIRPath's own value.
pub(super) fn plain<'e>(
    run: &Evaluation<'e>,
    found: &Collection<'e>,
) -> Result<Option<Item<'e>>, Stop> {
    Ok(single(found)?.map(|item| item.plain(run.scene.library)))
}

/// Whether a collection is true; one item that is no boolean is (N1, Singleton Evaluation).
pub(super) fn truth<'e>(
    run: &Evaluation<'e>,
    found: &Collection<'e>,
) -> Result<Option<bool>, Stop> {
    match plain(run, found)? {
        None => Ok(None),
        Some(Item::Boolean(truth)) => Ok(Some(truth)),
        Some(_) => Ok(Some(true)),
    }
}

/// The whole number that a collection is.
pub(super) fn whole<'e>(run: &Evaluation<'e>, found: &Collection<'e>) -> Result<Option<i32>, Stop> {
    match plain(run, found)? {
        None => Ok(None),
        Some(Item::Integer(whole)) => Ok(Some(whole)),
        Some(_) => Err(Stop::Types),
    }
}

/// Adds the children of an item of that name.
pub(super) fn child<'e>(
    run: &Evaluation<'e>,
    item: &Item<'e>,
    name: &'e Name,
    found: &mut Collection<'e>,
) -> Result<(), Stop> {
    match item {
        Item::Element(element) => {
            // The name may be that of a choice, for which all members are looked at.
            let members = element.value().as_object().map_or(0, Map::len);
            run.spend(members / MEMBERS_A_STEP)?;
            element.child(name, run.scene.library, found);
        }
        Item::Type(space, kind) => match &*name.plain {
            "namespace" => found.push(Item::text(*space)),
            "name" => found.push(Item::Text(kind.clone())),
            _ => {}
        },
        _ => {}
    }
    Ok(())
}

/// Both collections without repetitions.
pub(super) fn union<'e>(
    run: &Evaluation<'e>,
    left: Collection<'e>,
    right: Collection<'e>,
) -> Answer<'e> {
    let mut seen = Seen::new(run);
    for item in left.into_iter().chain(right) {
        seen.add(item)?;
    }
    Ok(seen.into_items())
}

/// Two values in a row, as texts; an empty one counts as no letters.
fn concatenated<'e>(
    run: &Evaluation<'e>,
    left: &Collection<'e>,
    right: &Collection<'e>,
) -> Answer<'e> {
    let text = |found| match plain(run, found)? {
        None => Ok(Cow::Borrowed("")),
        Some(value) => value.into_text().ok_or(Stop::Types),
    };
    let mut both = text(left)?.into_owned();
    both.push_str(&text(right)?);
    run.spend(both.len() / 64)?;
    Ok(Item::text(both).into())
}
