//! How places are said: FHIRPath expressions, names that exist, the nearest of them.

use std::sync::Arc;

use serde_json::Value;

use crate::compile::Library;
use crate::plan::Children;
use crate::read::{Part, Place};

/// What is known of a value on the way to it.
struct Guide<'a> {
    library: &'a Library,
    /// The innermost resource's type.
    kind: Box<str>,
    value: &'a Value,
    children: Option<Arc<Children>>,
}

impl<'a> Guide<'a> {
    fn new(library: &'a Library, tree: &'a Value) -> Self {
        let mut guide = Self {
            library,
            kind: "".into(),
            value: tree,
            children: None,
        };
        guide.look_at_resource();
        guide
    }

    /// A value that says what it is has the children of that resource type.
    fn look_at_resource(&mut self) {
        let Some(kind) = self.value["resourceType"].as_str() else {
            return;
        };
        self.kind = kind.into();
        let plan = self.library.type_plan(kind);
        self.children = plan.and_then(|plan| plan.root.children.clone());
    }

    /// Goes to a member and says how it is named there.
    fn key(&mut self, key: &str) -> String {
        let stem = key.strip_prefix('_').unwrap_or(key);
        let children = self.children.take();
        let named = children.as_ref().and_then(|children| children.find(stem));
        self.value = &self.value[key];
        let Some((children, named)) = children.as_ref().zip(named) else {
            self.look_at_resource();
            return format!(".{stem}");
        };
        let node = &children.nodes[named.child];
        self.children = self.library.below(&self.kind, node, named);
        self.look_at_resource();
        match (&named.kind, node.choice) {
            (Some(kind), true) => format!(".{}.ofType({kind})", node.name),
            _ => format!(".{}", node.name),
        }
    }

    fn item(&mut self, index: usize) {
        self.value = &self.value[index];
        self.look_at_resource();
    }
}

/// The expression that leads from the root to a place.
pub(crate) fn expression(library: &Library, tree: &Value, place: &Place) -> String {
    let mut guide = Guide::new(library, tree);
    let mut text = match &*guide.kind {
        "" => "Resource".to_owned(),
        kind if super::structure::is_resource(library, kind) => kind.to_owned(),
        _ => "Resource".to_owned(),
    };
    for part in place {
        match part {
            Part::Key(key) if **key == *"resourceType" => {}
            Part::Key(key) => text.push_str(&guide.key(key)),
            Part::Item(index) => {
                guide.item(*index);
                text = format!("{text}[{index}]");
            }
        }
    }
    text
}

/// The names that exist at a place within a resource.
pub(crate) fn names_at(library: &Library, resource: &Value, place: &Place) -> Vec<Box<str>> {
    let mut guide = Guide::new(library, resource);
    for part in place {
        match part {
            Part::Key(key) => {
                guide.key(key);
            }
            Part::Item(index) => guide.item(*index),
        }
    }
    let names = guide.children.iter().flat_map(|children| &children.names);
    names.map(|named| named.json.clone()).collect()
}

/// The sentence about a name that does not exist among those that do.
pub(crate) fn unknown_name<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    match nearest(name, known) {
        Some(near) => format!("There is no element of this name here. The nearest is {near}."),
        None => "There is no element of this name here. Leave it out.".to_owned(),
    }
}

/// The name nearest to one that does not exist, where one is near.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > 64 {
        return None;
    }
    known
        .map(|known| (strsim::damerau_levenshtein(name, known), known))
        .filter(|(distance, known)| *distance <= 1 + known.len() / 3)
        .min()
        .map(|(_, known)| known)
}
