//! Subsetting (N1, 5.3).

use super::{Call, Function};
use crate::fhirpath::operators::{Seen, single};
use crate::fhirpath::{Answer, Stop};

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("single", 0, 0, |call| {
        Ok(single(&call.input)?.cloned().into())
    }),
    Function::new("first", 0, 0, |call| Ok(call.input.first().cloned().into())),
    Function::new("last", 0, 0, |call| {
        Ok(call.input.as_slice().last().cloned().into())
    }),
    Function::new("tail", 0, 0, |call| {
        Ok(call.take().into_iter().skip(1).collect())
    }),
    Function::new("skip", 1, 1, |call| {
        let skipped = call
            .whole(0)?
            .map_or(0, |count| usize::try_from(count).unwrap_or(0));
        Ok(call.take().into_iter().skip(skipped).collect())
    }),
    Function::new("take", 1, 1, |call| {
        let taken = call
            .whole(0)?
            .map_or(0, |count| usize::try_from(count).unwrap_or(0));
        Ok(call.take().into_iter().take(taken).collect())
    }),
    Function::new("intersect", 1, 1, intersect),
    Function::new("exclude", 1, 1, exclude),
];

fn others<'x, 'e>(call: &Call<'x, 'e>) -> Result<Seen<'x, 'e>, Stop> {
    let mut seen = Seen::new(call.run);
    for item in call.value(0)? {
        seen.add(item)?;
    }
    Ok(seen)
}

/// What is in both, without repetitions.
fn intersect<'e>(call: &mut Call<'_, 'e>) -> Answer<'e> {
    let others = others(call)?;
    let mut both = Seen::new(call.run);
    for item in call.take() {
        if others.holds(&item)? {
            both.add(item)?;
        }
    }
    Ok(both.into_items())
}

/// What is not in the other, with repetitions.
fn exclude<'e>(call: &mut Call<'_, 'e>) -> Answer<'e> {
    let others = others(call)?;
    let mut kept = super::Collection::Empty;
    for item in call.take() {
        if !others.holds(&item)? {
            kept.push(item);
        }
    }
    Ok(kept)
}
