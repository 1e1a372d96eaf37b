//! Existence (N1, 5.1).

use super::{Call, Function};
use crate::fhirpath::collection::Collection;
use crate::fhirpath::item::Item;
use crate::fhirpath::operators::{Seen, truth};
use crate::fhirpath::{Answer, Stop};

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("empty", 0, 0, |call| Ok(call.input.is_empty().into())),
    Function::new("exists", 0, 1, exists),
    Function::new("all", 1, 1, all),
    Function::new("allTrue", 0, 0, |call| every(call, true)),
    Function::new("allFalse", 0, 0, |call| every(call, false)),
    Function::new("anyTrue", 0, 0, |call| some(call, true)),
    Function::new("anyFalse", 0, 0, |call| some(call, false)),
    Function::new("subsetOf", 1, 1, |call| {
        let other = call.value(0)?;
        is_within(call, &call.input, other)
    }),
    Function::new("supersetOf", 1, 1, |call| {
        let other = call.value(0)?;
        let input = call.take();
        is_within(call, &other, input)
    }),
    Function::new("count", 0, 0, |call| {
        let count = i32::try_from(call.input.len()).ok();
        Ok(count.map(Item::Integer).into())
    }),
    Function::new("distinct", 0, 0, |call| Ok(distinct(call)?.into_items())),
    Function::new("isDistinct", 0, 0, |call| {
        let count = call.input.len();
        Ok((distinct(call)?.into_items().len() == count).into())
    }),
    Function::new("not", 0, 0, |call| {
        let truth = truth(call.run, &call.input)?;
        Ok(truth.map(|truth| !truth).into())
    }),
];

fn exists<'e>(call: &mut Call<'_, 'e>) -> Answer<'e> {
    if call.args.is_empty() {
        return Ok((!call.input.is_empty()).into());
    }
    for (index, item) in call.input.iter().enumerate() {
        if call.holds(index, item)? == Some(true) {
            return Ok(true.into());
        }
    }
    Ok(false.into())
}

fn all<'e>(call: &mut Call<'_, 'e>) -> Answer<'e> {
    for (index, item) in call.input.iter().enumerate() {
        if call.holds(index, item)? != Some(true) {
            return Ok(false.into());
        }
    }
    Ok(true.into())
}

/// The items, which all must be booleans.
fn truths<'c>(call: &'c Call<'_, '_>) -> impl Iterator<Item = Result<bool, Stop>> + 'c {
    call.input
        .iter()
        .map(|item| match item.plain(call.run.scene.library) {
            Item::Boolean(truth) => Ok(truth),
            _ => Err(Stop::Types),
        })
}

fn every<'e>(call: &Call<'_, 'e>, wanted: bool) -> Answer<'e> {
    for truth in truths(call) {
        if truth? != wanted {
            return Ok(false.into());
        }
    }
    Ok(true.into())
}

fn some<'e>(call: &Call<'_, 'e>, wanted: bool) -> Answer<'e> {
    for truth in truths(call) {
        if truth? == wanted {
            return Ok(true.into());
        }
    }
    Ok(false.into())
}

fn is_within<'e>(call: &Call<'_, 'e>, items: &Collection<'e>, of: Collection<'e>) -> Answer<'e> {
    let mut seen = Seen::new(call.run);
    for item in of {
        seen.add(item)?;
    }
    for item in items.iter() {
        if !seen.holds(item)? {
            return Ok(false.into());
        }
    }
    Ok(true.into())
}

fn distinct<'x, 'e>(call: &mut Call<'x, 'e>) -> Result<Seen<'x, 'e>, Stop> {
    let mut seen = Seen::new(call.run);
    for item in call.take() {
        seen.add(item)?;
    }
    Ok(seen)
}
