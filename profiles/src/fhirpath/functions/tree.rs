//! Tree navigation (N1, 5.8).

use super::{Call, Function};
use crate::fhirpath::collection::Collection;
use crate::fhirpath::evaluate::Evaluation;
use crate::fhirpath::item::Item;
use crate::fhirpath::{Answer, Stop};

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("children", 0, 0, |call| {
        let mut found = Collection::Empty;
        for item in call.input.iter() {
            children(call.run, item, &mut found)?;
        }
        Ok(found)
    }),
    Function::new("descendants", 0, 0, descendants),
];

fn children<'e>(
    run: &Evaluation<'e>,
    item: &Item<'e>,
    found: &mut Collection<'e>,
) -> Result<(), Stop> {
    let before = found.len();
    match item {
        Item::Element(element) => element.children(run.scene.library, found),
        Item::Type(space, name) => {
            found.push(Item::text(*space));
            found.push(Item::Text(name.clone()));
        }
        _ => {}
    }
    run.spend(found.len() - before)
}

/// All children, their children, and so on: level by level, never recursing.
fn descendants<'e>(call: &mut Call<'_, 'e>) -> Answer<'e> {
    let mut all = Vec::new();
    let mut found = Collection::Empty;
    for item in call.input.iter() {
        children(call.run, item, &mut found)?;
    }
    all.extend(found);
    let mut at = 0;
    while at < all.len() {
        let mut found = Collection::Empty;
        children(call.run, &all[at], &mut found)?;
        all.extend(found);
        at += 1;
    }
    Ok(Collection::Many(all))
}
