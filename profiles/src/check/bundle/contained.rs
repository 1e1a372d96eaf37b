//! What resources contain, by id: where it is much, by hash look-up.

use std::collections::HashMap;

use serde_json::Value;

use super::items;

/// A resource that contains no more than these is looked through.
const FEW: usize = 8;

/// What the resources of a body contain, where that is more than a few.
#[derive(Debug, Default)]
pub(super) struct Contained<'a> {
    /// By the address of what contains it, and by its id.
    many: HashMap<(usize, &'a str), &'a Value>,
}

impl<'a> Contained<'a> {
    /// Adds what a resource contains, and what stands within that.
    pub(super) fn add(&mut self, resource: &'a Value) {
        let all = items(resource, "contained");
        let few = is_little(resource);
        for inner in all {
            if let (false, Some(id)) = (few, inner["id"].as_str()) {
                let key = (address(resource), id);
                self.many.entry(key).or_insert(inner);
            }
            self.add_within(inner);
        }
    }

    /// A resource that is contained may be one that holds others.
    fn add_within(&mut self, contained: &'a Value) {
        self.add(contained);
        for entry in items(contained, "entry") {
            self.add_within(&entry["resource"]);
            self.add_within(&entry["response"]["outcome"]);
        }
        self.add_parameters(contained, "parameter");
    }

    fn add_parameters(&mut self, value: &'a Value, key: &str) {
        for parameter in items(value, key) {
            self.add_within(&parameter["resource"]);
            self.add_parameters(parameter, "part");
        }
    }

    /// The first resource of that id that a resource contains.
    pub(super) fn find(&self, within: &'a Value, id: &str) -> Option<&'a Value> {
        if is_little(within) {
            return items(within, "contained").find(|resource| resource["id"] == id);
        }
        self.many.get(&(address(within), id)).copied()
    }
}

fn is_little(resource: &Value) -> bool {
    let contained = resource["contained"].as_array();
    contained.is_none_or(|contained| contained.len() <= FEW)
}

fn address(resource: &Value) -> usize {
    std::ptr::from_ref(resource).addr()
}
