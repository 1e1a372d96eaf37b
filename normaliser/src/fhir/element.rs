//! One element of the tree and where it stands.

use std::slice;

use serde_json::Value;

use super::Path;

/// One element and where it stands.
#[derive(Clone)]
pub(crate) struct Element<'a> {
    /// The element.
    pub(crate) value: &'a Value,
    /// Where it stands.
    pub(crate) path: Path,
}

impl<'a> Element<'a> {
    /// The element of that name; `None` when it is absent or repeats.
    pub(crate) fn child(&self, name: &'static str) -> Option<Self> {
        let value = self.value.get(name)?;
        (!value.is_array()).then(|| self.step(name, value))
    }

    /// Every element of that name, whether the type lets it repeat or not.
    pub(crate) fn each(&self, name: &'static str) -> impl Iterator<Item = Self> + use<'a> {
        let (found, repeats) = listed(self.value.get(name));
        let within = self.path.clone();
        let numbered = found.iter().enumerate();
        numbered.map(move |(index, value)| Self {
            value,
            path: within.step(name, repeats.then_some(index)),
        })
    }

    /// The element of a choice such as `value[x]`, with its type's name.
    ///
    /// The path has the element's name without the type, as `FHIRPath` has it.
    pub(crate) fn choice(&self, name: &'static str) -> Option<(&'a str, Self)> {
        let (kind, value) = self.value.as_object()?.iter().find_map(|(key, value)| {
            let kind = key.strip_prefix(name)?;
            kind.starts_with(|first: char| first.is_ascii_uppercase())
                .then_some((kind, value))
        })?;
        Some((kind, self.step(name, value)))
    }

    /// The text of the element of that name.
    pub(crate) fn text(&self, name: &str) -> Option<&'a str> {
        self.value.get(name)?.as_str()
    }

    /// Its own text.
    pub(crate) fn own_text(&self) -> Option<&'a str> {
        self.value.as_str()
    }

    fn step(&self, name: &'static str, value: &'a Value) -> Self {
        Self {
            value,
            path: self.path.step(name, None),
        }
    }
}

/// The elements that a member of an object holds, and whether it is a list of them.
pub(super) fn listed(member: Option<&Value>) -> (&[Value], bool) {
    match member {
        None => (&[], false),
        Some(Value::Array(items)) => (items, true),
        Some(value) => (slice::from_ref(value), false),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Element, Path};

    #[test]
    fn a_choice_is_found_by_its_stem_and_named_without_its_type() {
        let tree = json!({"valueSet": "no", "valueQuantity": {"value": 1}});
        let element = Element {
            value: &tree,
            path: Path::root("Observation"),
        };
        let found = element.each("valueQuantity").next().unwrap();
        assert_eq!(found.path.written(), "Observation.valueQuantity");
        let tree = json!({"performedPeriod": {"start": "2024"}});
        let element = Element {
            value: &tree,
            path: Path::root("Procedure"),
        };
        let (kind, period) = element.choice("performed").unwrap();
        assert_eq!(
            (kind, period.path.written().as_str()),
            ("Period", "Procedure.performed")
        );
    }

    #[test]
    fn an_item_of_a_list_has_its_index_in_its_path() {
        let tree = json!({"code": {"coding": [{}, {}]}});
        let element = Element {
            value: &tree,
            path: Path::root("Condition"),
        };
        let code = element.child("code").unwrap();
        let coding = code.each("coding").nth(1).unwrap();
        assert_eq!(coding.path.written(), "Condition.code.coding[1]");
    }
}
