//! A Bundle's resources, and references between them as look-ups.
//!
//! Documents, collections, transactions and messages are read alike; a Bundle
//! within a Bundle (a message's focus) is read as if its entries stood outside.

use std::collections::HashMap;

use serde_json::Value;

use super::{Element, Path};

/// A Bundle within a Bundle is read this deep.
const NESTING_MAX: usize = 3;

/// The resources of a Bundle.
pub(crate) struct Bundle<'a> {
    /// The resources in their order.
    pub(crate) resources: Vec<Element<'a>>,
    /// The indices of each type; a Bundle has few.
    by_type: Vec<(&'a str, Vec<usize>)>,
    by_url: HashMap<&'a str, usize>,
    by_type_and_id: HashMap<(&'a str, &'a str), usize>,
}

impl<'a> Bundle<'a> {
    /// Reads a tree; `None` when it is no Bundle with entries.
    pub(crate) fn read(tree: &'a Value) -> Option<Self> {
        let mut bundle = Self {
            resources: Vec::new(),
            by_type: Vec::new(),
            by_url: HashMap::new(),
            by_type_and_id: HashMap::new(),
        };
        let root = Element {
            value: tree,
            path: Path::root("Bundle"),
        };
        if root.text("resourceType") != Some("Bundle") {
            return None;
        }
        bundle.take(&root, NESTING_MAX);
        (!bundle.resources.is_empty()).then_some(bundle)
    }

    /// The resources of a type, with their index.
    pub(crate) fn of_type<'k>(
        &'k self,
        kind: &'k str,
    ) -> impl Iterator<Item = (usize, &'k Element<'a>)> {
        let mut types = self.by_type.iter();
        let found = types.find(|(one, _)| *one == kind);
        let indices = found.into_iter().flat_map(|(_, indices)| indices);
        indices.map(|&index| (index, &self.resources[index]))
    }

    /// The index of the resource that a Reference refers to.
    pub(crate) fn resolve(&self, reference: &Element<'a>) -> Option<usize> {
        let name = reference.text("reference")?;
        let found = self.by_url.get(name).or_else(|| {
            let (before, id) = name.rsplit_once('/')?;
            let kind = before.rsplit('/').next()?;
            self.by_type_and_id.get(&(kind, id))
        });
        found.copied()
    }

    /// The resource that a Reference refers to, within `from` too.
    pub(crate) fn target(
        &self,
        from: &Element<'a>,
        reference: &Element<'a>,
    ) -> Option<Element<'a>> {
        if let Some(id) = reference.text("reference")?.strip_prefix('#') {
            let mut within = from.each("contained");
            return within.find(|one| one.text("id") == Some(id));
        }
        self.resolve(reference)
            .map(|index| self.resources[index].clone())
    }

    fn take(&mut self, bundle: &Element<'a>, depth: usize) {
        for entry in bundle.each("entry") {
            let Some(resource) = entry.child("resource") else {
                continue;
            };
            match resource.text("resourceType") {
                Some("Bundle") if depth > 0 => self.take(&resource, depth - 1),
                Some("Bundle") => {}
                kind => self.keep(&entry, resource, kind),
            }
        }
    }

    /// Keeps a resource with its names: of two with one full URL, or of one type with one id,
    /// the first counts, and a full URL before an id.
    fn keep(&mut self, entry: &Element<'a>, resource: Element<'a>, kind: Option<&'a str>) {
        let index = self.resources.len();
        if let Some(url) = entry.text("fullUrl") {
            self.by_url.entry(url).or_insert(index);
        }
        if let Some(kind) = kind {
            match self.by_type.iter_mut().find(|(one, _)| *one == kind) {
                Some((_, indices)) => indices.push(index),
                None => self.by_type.push((kind, vec![index])),
            }
            if let Some(id) = resource.text("id") {
                self.by_type_and_id.entry((kind, id)).or_insert(index);
            }
        }
        self.resources.push(resource);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Bundle, Element, Path};

    fn reference(value: &serde_json::Value) -> Element<'_> {
        Element {
            value,
            path: Path::root("Reference"),
        }
    }

    #[test]
    fn references_resolve_by_full_url_by_type_and_id_and_by_absolute_address() {
        let tree = json!({"resourceType": "Bundle", "entry": [
            {"fullUrl": "urn:uuid:1", "resource": {"resourceType": "Patient"}},
            {"fullUrl": "http://a.example/Condition/2", "resource": {"resourceType": "Condition", "id": "2"}},
            {"fullUrl": "http://a.example/Condition/4", "resource": {"resourceType": "Condition", "id": "other"}},
            {"resource": {"resourceType": "Condition", "id": "4"}}
        ]});
        let bundle = Bundle::read(&tree).unwrap();
        for (name, index) in [
            ("urn:uuid:1", Some(0)),
            ("Condition/2", Some(1)),
            ("http://other.example/fhir/Condition/2", Some(1)),
            ("Condition/3", None),
            ("http://a.example/Condition/4", Some(2)),
            ("Condition/4", Some(3)),
        ] {
            let value = json!({"reference": name});
            assert_eq!(bundle.resolve(&reference(&value)), index, "{name}");
        }
    }

    #[test]
    fn the_bundle_in_a_message_is_read_with_its_whole_path() {
        let tree = json!({"resourceType": "Bundle", "entry": [
            {"resource": {"resourceType": "MessageHeader"}},
            {"resource": {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Patient"}}]}}
        ]});
        let bundle = Bundle::read(&tree).unwrap();
        assert_eq!(
            bundle.resources[1].path.written(),
            "Bundle.entry[1].resource.entry[0].resource"
        );
    }

    #[test]
    fn what_is_no_bundle_is_not_read() {
        assert!(Bundle::read(&json!({"resourceType": "Patient"})).is_none());
        assert!(Bundle::read(&json!([])).is_none());
    }
}
