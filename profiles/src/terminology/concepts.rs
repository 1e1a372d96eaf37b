//! The concepts of a definition with their parents and properties: what filters ask for.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

/// A concept within its system.
#[derive(Debug)]
pub(super) struct Concept<'a> {
    pub(super) said: &'a Value,
    pub(super) parents: Vec<&'a str>,
    pub(super) children: Vec<&'a str>,
}

/// The concepts of a code system, by code.
#[derive(Debug)]
pub(super) struct Concepts<'a> {
    by_code: HashMap<&'a str, Concept<'a>>,
    declared: HashSet<&'a str>,
}

impl<'a> Concepts<'a> {
    /// Those that a definition holds.
    pub(super) fn of(definition: &'a Value) -> Self {
        let declared = list(&definition["property"]).filter_map(|each| each["code"].as_str());
        let mut concepts = Self {
            by_code: HashMap::new(),
            declared: declared.collect(),
        };
        let mut links = Vec::new();
        each_concept(definition, |said, parent| {
            let code = said["code"].as_str().unwrap_or_default();
            links.extend(parent.map(|parent| (parent, code)));
            for property in list(&said["property"]) {
                let other = value_of(property).and_then(Value::as_str);
                concepts.declared.extend(property["code"].as_str());
                match (property["code"].as_str(), other) {
                    (Some("parent" | "subsumedBy"), Some(parent)) => links.push((parent, code)),
                    (Some("child"), Some(child)) => links.push((code, child)),
                    _ => {}
                }
            }
            let concept = Concept {
                said,
                parents: Vec::new(),
                children: Vec::new(),
            };
            concepts.by_code.entry(code).or_insert(concept);
        });
        for (parent, child) in links {
            concepts.link(parent, child);
        }
        concepts
    }

    fn link(&mut self, parent: &'a str, child: &'a str) {
        if let Some(above) = self.by_code.get_mut(parent) {
            above.children.push(child);
        }
        if let Some(below) = self.by_code.get_mut(child) {
            below.parents.push(parent);
        }
    }

    /// All of them.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'a str, &Concept<'a>)> {
        self.by_code.iter().map(|(code, concept)| (*code, concept))
    }

    /// Whether the system says of that property what it is, or has it anywhere.
    pub(super) fn declares(&self, property: &str) -> bool {
        self.declared.contains(property)
    }

    /// The code and all below it.
    pub(super) fn below(&self, top: &'a str) -> HashSet<&'a str> {
        self.reached(top, |concept| &concept.children)
    }

    /// The code and all above it.
    pub(super) fn above(&self, bottom: &'a str) -> HashSet<&'a str> {
        self.reached(bottom, |concept| &concept.parents)
    }

    fn reached(
        &self,
        start: &'a str,
        next: impl for<'c> Fn(&'c Concept<'a>) -> &'c [&'a str],
    ) -> HashSet<&'a str> {
        let mut found = HashSet::from([start]);
        let mut open = vec![start];
        while let Some(code) = open.pop() {
            let near = self
                .by_code
                .get(code)
                .map_or(&[][..], |concept| next(concept));
            open.extend(near.iter().copied().filter(|code| found.insert(code)));
        }
        found
    }
}

/// Calls `look` with each concept of a definition and the code of the one it lies in.
pub(super) fn each_concept<'a>(
    definition: &'a Value,
    mut look: impl FnMut(&'a Value, Option<&'a str>),
) {
    let mut open: Vec<(&Value, Option<&str>)> = list(&definition["concept"])
        .map(|concept| (concept, None))
        .collect();
    while let Some((concept, parent)) = open.pop() {
        look(concept, parent);
        let code = concept["code"].as_str();
        open.extend(list(&concept["concept"]).map(|child| (child, code)));
    }
}

/// The value of a property, whatever its type.
pub(super) fn value_of(property: &Value) -> Option<&Value> {
    let members = property.as_object()?;
    members
        .iter()
        .find(|(key, _)| key.starts_with("value"))
        .map(|(_, value)| value)
}

/// The items of what may be an array.
pub(super) fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
