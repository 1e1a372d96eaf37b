//! Where resources lie within resources.

use serde_json::Value;

use crate::read::{Part, Place};

/// The resources directly within a resource, with their places.
pub(crate) fn nested<'a>(place: &Place, resource: &'a Value) -> Vec<(Place, &'a Value)> {
    let mut found = Vec::new();
    for (at, contained) in items(place, "contained", resource) {
        found.push((at, contained));
    }
    for (at, entry) in items(place, "entry", resource) {
        if resource["resourceType"] == "Bundle" {
            member(&at, "resource", entry, &mut found);
            let response = [at, vec![Part::from("response")]].concat();
            member(&response, "outcome", &entry["response"], &mut found);
        }
    }
    if resource["resourceType"] == "Parameters" {
        parameters(place, "parameter", resource, &mut found);
    }
    found
}

fn parameters<'a>(place: &Place, key: &str, value: &'a Value, found: &mut Vec<(Place, &'a Value)>) {
    for (at, parameter) in items(place, key, value) {
        member(&at, "resource", parameter, found);
        parameters(&at, "part", parameter, found);
    }
}

fn member<'a>(place: &Place, key: &str, value: &'a Value, found: &mut Vec<(Place, &'a Value)>) {
    if let Some(resource) = value.get(key) {
        found.push((super::under(place, key), resource));
    }
}

fn items<'a>(
    place: &Place,
    key: &str,
    value: &'a Value,
) -> impl Iterator<Item = (Place, &'a Value)> {
    let place = super::under(place, key);
    let items = value[key].as_array().into_iter().flatten().enumerate();
    items.map(move |(index, item)| {
        let mut at = place.clone();
        at.push(Part::Item(index));
        (at, item)
    })
}
