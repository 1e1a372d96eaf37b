//! A valid report, to be broken in one place.

use serde_json::Value;

/// What a mutant is to be told: the rule, and where.
pub(crate) type Expected = (&'static str, String);

/// A report that lies open to be broken.
#[derive(Clone)]
pub(crate) struct Report {
    /// The Bundle.
    pub(crate) tree: Value,
    /// Which of several like places is broken: any number.
    pub(crate) turn: usize,
}

impl Report {
    /// The index of a resource of a type: of several, the one whose turn it is.
    pub(crate) fn find(&self, kind: &str) -> Option<usize> {
        self.find_where(kind, |_| true)
    }

    /// The same, of those that are so.
    pub(crate) fn find_where(&self, kind: &str, so: impl Fn(&Value) -> bool) -> Option<usize> {
        let entries = self.tree["entry"].as_array()?;
        let found: Vec<usize> = (0..entries.len())
            .filter(|index| entries[*index]["resource"]["resourceType"] == kind)
            .filter(|index| so(&entries[*index]["resource"]))
            .collect();
        found.get(self.turn % found.len().max(1)).copied()
    }

    /// A resource by its index.
    pub(crate) fn resource(&mut self, index: usize) -> &mut Value {
        &mut self.tree["entry"][index]["resource"]
    }

    /// Takes an entry away.
    pub(crate) fn remove(&mut self, index: usize) -> Option<Value> {
        Some(self.tree["entry"].as_array_mut()?.remove(index))
    }
}

/// Where an element of an entry's resource is.
pub(crate) fn at(index: usize, path: &str) -> String {
    let dot = if path.is_empty() { "" } else { "." };
    format!("Bundle.entry[{index}].resource{dot}{path}")
}
