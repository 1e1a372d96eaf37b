//! From an element to its children: one name, or all.

use serde_json::{Map, Value};

use super::{Element, NOTHING, Shape, Typing};
use crate::compile::Library;
use crate::fhirpath::collection::Collection;
use crate::fhirpath::item::Item;
use crate::fhirpath::tree::Name;

impl<'e> Element<'e> {
    /// Adds the children of that name; of a choice, whatever their type.
    pub(in crate::fhirpath) fn child(
        &self,
        name: &'e Name,
        library: &'e Library,
        found: &mut Collection<'e>,
    ) {
        let Some(members) = self.value.as_object() else {
            return self.beside_child(name, library, found);
        };
        if &*name.plain == "resourceType" {
            return;
        }
        let value = members.get(&*name.plain);
        let beside = match value {
            Some(value) if !may_have_beside(value) => None,
            _ => members.get(&*name.beside),
        };
        if value.is_some() || beside.is_some() {
            let typing = typing(&self.shape(library), &name.plain);
            return add(typing, value, beside, found);
        }
        self.choice(members, &name.plain, library, found);
    }

    /// A primitive has no children but those that stand beside it.
    fn beside_child(&self, name: &'e Name, library: &'e Library, found: &mut Collection<'e>) {
        if let Some(beside) = self.beside.filter(|beside| beside.is_object()) {
            let typing = Typing::Kind("Element", None);
            Self::new(beside, typing).child(name, library, found);
        }
    }

    /// Adds the value of a choice: its name is followed by its type.
    fn choice(
        &self,
        members: &'e Map<String, Value>,
        stem: &str,
        library: &'e Library,
        found: &mut Collection<'e>,
    ) {
        for (key, value) in members {
            let bare = key.strip_prefix('_').unwrap_or(key);
            let Some(suffix) = suffix(bare, stem) else {
                continue;
            };
            let Some(typing) = choice_typing(&self.shape(library), (bare, stem, suffix), library)
            else {
                continue;
            };
            if bare.len() == key.len() {
                let beside = may_have_beside(value) && has_any_beside(members);
                let beside = beside.then(|| beside_of(members, key));
                add(typing, Some(value), beside.flatten(), found);
            } else if !members.contains_key(bare) {
                add(typing, None, Some(value), found);
            }
        }
    }

    /// Adds all children.
    pub(in crate::fhirpath) fn children(&self, library: &'e Library, found: &mut Collection<'e>) {
        let (members, shape) = match (self.value.as_object(), self.beside) {
            (Some(members), _) => (members, self.shape(library)),
            (None, Some(Value::Object(members))) => {
                let typing = Typing::Kind("Element", None);
                (members, Self::new(&NOTHING, typing).shape(library))
            }
            _ => return,
        };
        let any_beside = has_any_beside(members);
        for (key, value) in members {
            let bare = key.strip_prefix('_').unwrap_or(key);
            if bare.len() == key.len() && bare != "resourceType" {
                let beside =
                    (any_beside && may_have_beside(value)).then(|| beside_of(members, key));
                add(typing(&shape, key), Some(value), beside.flatten(), found);
            } else if bare.len() < key.len() && !members.contains_key(bare) {
                add(typing(&shape, bare), None, Some(value), found);
            }
        }
    }
}

fn typing<'e>(shape: &Shape<'e>, key: &'e str) -> Typing<'e> {
    match shape.children {
        Some(children) => Typing::Child(children, key, shape.within),
        None => Typing::Unknown,
    }
}

/// The type of a choice's value; nothing where the name is that of another element.
fn choice_typing<'e>(
    shape: &Shape<'e>,
    (key, stem, suffix): (&'e str, &str, &'e str),
    library: &'e Library,
) -> Option<Typing<'e>> {
    if let Some(children) = shape.children
        && let Some(named) = children.find(key)
    {
        let node = &children.nodes[named.child];
        let of_stem = node.choice && *node.name == *stem;
        return of_stem.then_some(Typing::Child(children, key, shape.within));
    }
    // A profile may have left out the type, and the type may not be known at all.
    let kind = library.kind_of_suffix(suffix)?;
    Some(Typing::Kind(kind, shape.within))
}

/// What follows the stem in a choice's name.
fn suffix<'k>(key: &'k str, stem: &str) -> Option<&'k str> {
    let rest = key.strip_prefix(stem)?;
    rest.starts_with(|first: char| first.is_ascii_uppercase())
        .then_some(rest)
}

fn beside_of<'e>(members: &'e Map<String, Value>, key: &str) -> Option<&'e Value> {
    members.get(&format!("_{key}"))
}

/// Whether anything stands beside a primitive here: few objects have any such member, and
/// it is told by its first letter.
fn has_any_beside(members: &Map<String, Value>) -> bool {
    members.keys().any(|key| key.starts_with('_'))
}

/// Only primitives have something beside them.
fn may_have_beside(value: &Value) -> bool {
    match value {
        Value::Object(_) => false,
        Value::Array(items) => !items.first().is_some_and(Value::is_object),
        _ => true,
    }
}

/// Adds the elements that stand under one name.
fn add<'e>(
    typing: Typing<'e>,
    value: Option<&'e Value>,
    beside: Option<&'e Value>,
    found: &mut Collection<'e>,
) {
    let mut one = |value: &'e Value, beside: Option<&'e Value>| {
        let beside = beside.filter(|beside| beside.is_object());
        if !value.is_null() || beside.is_some() {
            found.push(Item::Element(Element::new(value, typing).with(beside)));
        }
    };
    let (values, besides) = (
        value.and_then(Value::as_array),
        beside.and_then(Value::as_array),
    );
    if values.is_none() && besides.is_none() {
        return one(value.unwrap_or(&NOTHING), beside);
    }
    let values = values.map_or(&[][..], Vec::as_slice);
    let besides = besides.map_or(&[][..], Vec::as_slice);
    for index in 0..values.len().max(besides.len()) {
        one(values.get(index).unwrap_or(&NOTHING), besides.get(index));
    }
}
