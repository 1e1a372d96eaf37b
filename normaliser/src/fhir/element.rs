//! One element of the tree and where it stands.

use serde_json::Value;

/// One element and its plain `FHIRPath` from the Bundle.
#[derive(Clone)]
pub(crate) struct Element<'a> {
    /// The element.
    pub(crate) value: &'a Value,
    /// Where it stands.
    pub(crate) path: String,
}

impl<'a> Element<'a> {
    /// The element of that name; `None` when it is absent or repeats.
    pub(crate) fn child(&self, name: &str) -> Option<Self> {
        let value = self.value.get(name)?;
        (!value.is_array()).then(|| self.step(name, value))
    }

    /// Every element of that name, whether the type lets it repeat or not.
    pub(crate) fn each(&self, name: &str) -> Vec<Self> {
        match self.value.get(name) {
            None => Vec::new(),
            Some(Value::Array(items)) => items
                .iter()
                .enumerate()
                .map(|(index, value)| Self {
                    value,
                    path: format!("{}.{name}[{index}]", self.path),
                })
                .collect(),
            Some(value) => vec![self.step(name, value)],
        }
    }

    /// The element of a choice such as `value[x]`, with its type's name.
    ///
    /// The path has the element's name without the type, as `FHIRPath` has it.
    pub(crate) fn choice(&self, name: &str) -> Option<(&'a str, Self)> {
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

    fn step(&self, name: &str, value: &'a Value) -> Self {
        Self {
            value,
            path: [&self.path, ".", name].concat(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Element;

    #[test]
    fn a_choice_is_found_by_its_stem_and_named_without_its_type() {
        let tree = json!({"valueSet": "no", "valueQuantity": {"value": 1}});
        let element = Element {
            value: &tree,
            path: "Observation".to_owned(),
        };
        let found = element.each("valueQuantity");
        assert_eq!(found[0].path, "Observation.valueQuantity");
        let tree = json!({"performedPeriod": {"start": "2024"}});
        let element = Element {
            value: &tree,
            path: "Procedure".to_owned(),
        };
        let (kind, period) = element.choice("performed").unwrap();
        assert_eq!(
            (kind, period.path.as_str()),
            ("Period", "Procedure.performed")
        );
    }

    #[test]
    fn an_item_of_a_list_has_its_index_in_its_path() {
        let tree = json!({"code": {"coding": [{}, {}]}});
        let element = Element {
            value: &tree,
            path: "Condition".to_owned(),
        };
        let coding = &element.child("code").unwrap().each("coding")[1];
        assert_eq!(coding.path, "Condition.code.coding[1]");
    }
}
