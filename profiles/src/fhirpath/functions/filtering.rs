//! Filtering and projection (N1, 5.2), and `aggregate` (N1, 7.1).

use super::{Call, Function, Takes};
use crate::fhirpath::Answer;
use crate::fhirpath::collection::Collection;
use crate::fhirpath::evaluate::Environment;
use crate::fhirpath::operators::{Seen, as_type, is};

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("where", 1, 1, filter),
    Function::new("select", 1, 1, select),
    Function::new("repeat", 1, 1, repeat),
    Function::new("ofType", 1, 1, |call| {
        let kind = call.kind()?;
        as_type(call.run, call.take(), kind)
    })
    .taking(Takes::Type),
    Function::new("as", 1, 1, |call| {
        let kind = call.kind()?;
        as_type(call.run, call.take(), kind)
    })
    .taking(Takes::Type),
    Function::new("is", 1, 1, |call| is(call.run, &call.input, call.kind()?)).taking(Takes::Type),
    Function::new("aggregate", 1, 2, aggregate),
];

fn filter<'e>(call: &mut Call<'_, 'e>) -> Answer<'e> {
    let mut kept = Collection::Empty;
    for (index, item) in call.input.iter().enumerate() {
        if call.holds(index, item)? == Some(true) {
            kept.push(item.clone());
        }
    }
    Ok(kept)
}

fn select<'e>(call: &mut Call<'_, 'e>) -> Answer<'e> {
    let mut found = Collection::Empty;
    for (index, item) in call.input.iter().enumerate() {
        found.extend(call.of_item(index, item)?);
    }
    Ok(found)
}

/// What is found anew is looked at again, until nothing new is found.
fn repeat<'e>(call: &mut Call<'_, 'e>) -> Answer<'e> {
    let mut seen = Seen::new(call.run);
    let mut open = call.take();
    while !open.is_empty() {
        let mut next = Collection::Empty;
        for (index, item) in open.iter().enumerate() {
            for found in call.of_item(index, item)? {
                if seen.add(found.clone())? {
                    next.push(found);
                }
            }
        }
        open = next;
    }
    Ok(seen.into_items())
}

fn aggregate<'e>(call: &mut Call<'_, 'e>) -> Answer<'e> {
    let mut total = call.value(1)?;
    for (index, item) in call.input.iter().enumerate() {
        let this = Collection::from(item.clone());
        let env = Environment {
            this: &this,
            index: Some(index),
            total: Some(&total),
        };
        let next = match call.args.first() {
            Some(arg) => call.run.value(arg, env)?,
            None => Collection::Empty,
        };
        total = next;
    }
    Ok(total)
}
