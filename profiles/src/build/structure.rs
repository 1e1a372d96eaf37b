//! A `StructureDefinition` in the making: its elements in order, and what surrounds them.
//!
//! Differential only; every element has an id, its path is the id without slice
//! names. The order of the elements is the caller's: it must be the base's.

use serde_json::{Map, Value, json};

use crate::registry::names;

/// Whose definitions are made: the start of their URLs, and their version.
#[derive(Clone, Copy, Debug)]
pub(super) struct Publisher<'a> {
    pub(super) canonical: &'a str,
    pub(super) version: &'a str,
}

/// An extension sliced out by its URL.
pub(super) struct Extension {
    pub(super) slice: &'static str,
    pub(super) url: String,
    pub(super) value_type: &'static str,
    pub(super) value_set: Option<String>,
    pub(super) min: u32,
}

/// A profile or extension in the making.
pub(super) struct Structure {
    id: String,
    title: String,
    base: &'static str,
    context: Option<&'static str>,
    elements: Vec<Value>,
}

impl Structure {
    /// Begins a profile of a resource type (or `Extension`).
    pub(super) fn new(id: String, title: &str, base: &'static str) -> Self {
        Self {
            id,
            title: title.to_owned(),
            base,
            context: None,
            elements: Vec::new(),
        }
    }

    /// Says which element an extension may stand at: one that says nothing may stand
    /// nowhere (R4, `StructureDefinition`, sdf-5).
    pub(super) const fn within(mut self, element: &'static str) -> Self {
        self.context = Some(element);
        self
    }

    /// Adds an element: its id, and an object of what it constrains.
    pub(super) fn element(mut self, id: &str, constrains: Value) -> Self {
        let mut element = match constrains {
            Value::Object(members) => members,
            _ => Map::new(),
        };
        element.insert("id".to_owned(), id.into());
        element.insert("path".to_owned(), path(id).into());
        self.elements.push(Value::Object(element));
        self
    }

    /// Adds an element for its constraints; nothing where there are none, since an array
    /// is never empty (R4, JSON representation).
    pub(super) fn constrained(self, id: &str, constraints: &[Value]) -> Self {
        if constraints.is_empty() {
            return self;
        }
        self.element(id, json!({ "constraint": constraints }))
    }

    /// Demands that elements are there.
    pub(super) fn required(self, ids: &[&str]) -> Self {
        ids.iter()
            .fold(self, |made, id| made.element(id, json!({"min": 1})))
    }

    /// Says that an element's extensions are sliced, and adds the slices.
    pub(super) fn extensions(self, of: &str, extensions: &[Extension]) -> Self {
        let made = self.element(&format!("{of}.extension"), sliced_by("url"));
        extensions.iter().fold(made, |made, extension| {
            made.one_extension(&format!("{of}.extension:{}", extension.slice), extension)
        })
    }

    fn one_extension(self, id: &str, extension: &Extension) -> Self {
        let mut value = json!({"min": 1, "type": [{"code": extension.value_type}]});
        if let Some(value_set) = &extension.value_set {
            value["binding"] = json!({"strength": "required", "valueSet": value_set});
        }
        let slice = json!({"sliceName": extension.slice, "min": extension.min, "max": "1"});
        self.element(id, slice)
            .element(&format!("{id}.url"), json!({"fixedUri": extension.url}))
            .element(&format!("{id}.value[x]"), value)
    }

    /// Demands that a concept has a coding of a system.
    pub(super) fn coded_in(self, concept: &str, slice: &str, system: &str) -> Self {
        let id = format!("{concept}.coding:{slice}");
        self.element(&format!("{concept}.coding"), sliced_by("system"))
            .element(&id, json!({"sliceName": slice, "min": 1}))
            .element(
                &format!("{id}.system"),
                json!({"min": 1, "fixedUri": system}),
            )
            .element(&format!("{id}.code"), json!({"min": 1}))
    }

    /// The finished definition.
    pub(super) fn publish(self, publisher: &Publisher) -> Value {
        let mut definition = json!({
            "resourceType": "StructureDefinition",
            "id": self.id,
            "url": names::structure(publisher.canonical, &self.id),
            "version": publisher.version,
            "name": pascal(&self.id),
            "title": self.title,
            "status": "active",
            "fhirVersion": "4.0.1",
            "kind": if self.base == "Extension" { "complex-type" } else { "resource" },
            "abstract": false,
            "type": self.base,
            "baseDefinition": format!("http://hl7.org/fhir/StructureDefinition/{}", self.base),
            "derivation": "constraint",
            "differential": {"element": self.elements},
        });
        if let Some(element) = self.context {
            definition["context"] = json!([{"type": "element", "expression": element}]);
        }
        definition
    }
}

/// An element whose items are told apart by a value.
pub(super) fn sliced_by(path: &str) -> Value {
    json!({"slicing": {
        "discriminator": [{"type": "value", "path": path}],
        "rules": "open",
    }})
}

/// A slicing by the pattern of the whole item.
pub(super) fn sliced_by_pattern() -> Value {
    json!({"slicing": {
        "discriminator": [{"type": "pattern", "path": "$this"}],
        "rules": "open",
    }})
}

/// The path of an element id: the id without its slice names.
fn path(id: &str) -> String {
    let parts = id
        .split('.')
        .map(|part| part.split_once(':').map_or(part, |(name, _)| name));
    parts.collect::<Vec<_>>().join(".")
}

/// A name as programs like it: `breast-work-up` becomes `BreastWorkUp`.
pub(super) fn pascal(id: &str) -> String {
    id.split(['-', '_'])
        .map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(|first| first.to_ascii_uppercase());
            first.into_iter().chain(letters).collect::<String>()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{pascal, path};

    #[test]
    fn a_path_is_the_id_without_slice_names() {
        assert_eq!(
            path("Bundle.entry:tumour.resource"),
            "Bundle.entry.resource"
        );
    }

    #[test]
    fn a_name_has_no_hyphen() {
        assert_eq!(pascal("general-solid-work-up"), "GeneralSolidWorkUp");
    }
}
