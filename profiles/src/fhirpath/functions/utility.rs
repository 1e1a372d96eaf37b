//! Utility functions (N1, 5.9) and `type()` (N1, 9).
//!
//! The time is an argument: where there is none, what asks for it cannot be told.

use std::borrow::Cow;

use jiff::Timestamp;

use super::{Call, Function};
use crate::fhirpath::collection::Collection;
use crate::fhirpath::item::Item;
use crate::fhirpath::moment;

pub(super) const FUNCTIONS: &[Function] = &[
    // What it would write to a log may be a person's.
    Function::new("trace", 1, 2, |call| Ok(call.take())),
    Function::new("now", 0, 0, |call| {
        Ok(moment_of(call, |now| moment::literal(&format!("{now:.3}"))))
    }),
    Function::new("today", 0, 0, |call| {
        Ok(moment_of(call, |now| {
            moment::literal(now.to_string().get(..10)?)
        }))
    }),
    Function::new("timeOfDay", 0, 0, |call| {
        Ok(moment_of(call, |now| {
            moment::of_type("time", format!("{now:.3}").get(11..23)?)
        }))
    }),
    Function::new("type", 0, 0, |call| Ok(types(call))),
];

fn moment_of<'e>(
    call: &Call<'_, 'e>,
    make: impl Fn(Timestamp) -> Option<moment::Moment>,
) -> Collection<'e> {
    let Some(now) = call.run.scene.now else {
        call.run.doubt();
        return Collection::Empty;
    };
    make(now).map(Item::Moment).into()
}

fn types<'e>(call: &Call<'_, 'e>) -> Collection<'e> {
    let library = call.run.scene.library;
    let kind = |item: &Item<'e>| match (item, item.own_type()) {
        (Item::Element(element), _) => {
            let kind = element.shape(library).kind?;
            Some(Item::Type("FHIR", Cow::Borrowed(kind)))
        }
        (_, Some(own)) => Some(Item::Type("System", Cow::Borrowed(own))),
        _ => None,
    };
    call.input.iter().filter_map(kind).collect()
}
