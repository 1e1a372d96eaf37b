//! FHIR definitions by URL: R4's own, embedded, and those that are installed.
//!
//! Definitions are kept as text and read when they are asked for: most of R4 is
//! never needed. Leaves out what a definition means; that is the compiler's.

mod core;
mod error;
mod package;
mod source;
mod written;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use caseway_proto::Digest;
use serde_json::Value;

pub use error::InstallError;
pub(crate) use package::{Package, open};
pub use source::Source;
pub(crate) use written::Written;
use written::keyed;

/// What the checker runs on.
const KINDS: [&str; 3] = ["StructureDefinition", "ValueSet", "CodeSystem"];

/// A definition that has not been looked into.
#[derive(Clone, Debug)]
enum Raw {
    /// A line of the embedded text.
    Core(std::ops::Range<usize>),
    /// One that was added.
    Added(Arc<[u8]>),
}

/// All definitions that are known.
#[derive(Debug)]
pub(crate) struct Definitions {
    text: String,
    structures: HashMap<Box<str>, Raw>,
    terms: HashMap<Box<str>, Raw>,
    resources: Vec<Box<str>>,
    digests: Vec<Digest>,
}

impl Definitions {
    /// R4's definitions and no others.
    pub(crate) fn new() -> Result<Self, InstallError> {
        let text = core::text()?;
        let mut structures = HashMap::with_capacity(1024);
        let mut terms = HashMap::with_capacity(1024);
        let mut resources = Vec::new();
        for line in core::index(&text) {
            if line.resource {
                resources.push(line.url.rsplit('/').next().unwrap_or_default().into());
            }
            let map = if line.structure {
                &mut structures
            } else {
                &mut terms
            };
            map.insert(line.url.into(), Raw::Core(line.range));
        }
        Ok(Self {
            text,
            structures,
            terms,
            resources,
            digests: vec![core::digest()],
        })
    }

    /// Adds a definition; another of the same URL is replaced.
    pub(crate) fn add(&mut self, definition: &Written) {
        if !KINDS.contains(&&*definition.kind) {
            return;
        }
        self.digests.push(Digest::of(&definition.content));
        let raw = Raw::Added(definition.content.clone());
        let map = self.map(definition);
        if let Some(versioned) = definition.versioned_key() {
            map.insert(versioned, raw.clone());
        }
        map.insert(definition.key(), raw);
    }

    /// Adds the definitions of a package; those that are known already stay.
    pub(crate) fn add_package(&mut self, package: &Package) {
        for definition in &package.files {
            let raw = || Raw::Added(definition.content.clone());
            let map = self.map(definition);
            if let Some(versioned) = definition.versioned_key() {
                map.entry(versioned).or_insert_with(raw);
            }
            map.entry(definition.key()).or_insert_with(raw);
        }
        self.digests.push(package.digest);
    }

    fn map(&mut self, definition: &Written) -> &mut HashMap<Box<str>, Raw> {
        if definition.is_structure() {
            &mut self.structures
        } else {
            &mut self.terms
        }
    }

    /// The StructureDefinition of that URL, or of that URL in that version.
    pub(crate) fn structure(&self, url: &str) -> Option<Arc<Value>> {
        self.parsed(self.structures.get(url)?)
    }

    /// Whether there is a StructureDefinition of that URL.
    pub(crate) fn has_structure(&self, url: &str) -> bool {
        self.structures.contains_key(url)
    }

    /// The keys of the constraints of all StructureDefinitions; reads them all.
    pub(crate) fn constraint_keys(&self) -> BTreeSet<String> {
        let all = self.structures.values().filter_map(|raw| self.parsed(raw));
        let elements = all.flat_map(|definition| {
            let forms =
                ["snapshot", "differential"].map(|form| definition[form]["element"].clone());
            forms.into_iter().filter_map(|form| match form {
                Value::Array(elements) => Some(elements),
                _ => None,
            })
        });
        let keys_of = |elements: Vec<Value>| -> Vec<String> {
            let constraints = elements
                .iter()
                .filter_map(|each| each["constraint"].as_array());
            let keys = constraints
                .flatten()
                .filter_map(|each| each["key"].as_str());
            keys.map(str::to_owned).collect()
        };
        elements.flat_map(keys_of).collect()
    }

    /// Whether there is a ValueSet of that URL.
    pub(crate) fn has_value_set(&self, url: &str) -> bool {
        self.terms.contains_key(&*keyed("ValueSet", url))
    }

    /// The ValueSet of that URL; one that a StructureDefinition contains by its URL and
    /// the fragment.
    pub(crate) fn value_set(&self, url: &str) -> Option<Arc<Value>> {
        if let Some(raw) = self.terms.get(&*keyed("ValueSet", url)) {
            return self.parsed(raw);
        }
        let (profile, id) = url.split_once('#')?;
        let profile = self.structure(profile)?;
        let contained = profile["contained"].as_array()?.iter();
        let mut sets = contained.filter(|each| each["resourceType"] == "ValueSet");
        sets.find(|each| each["id"] == id).cloned().map(Arc::new)
    }

    /// The CodeSystem of that URL.
    pub(crate) fn code_system(&self, url: &str) -> Option<Arc<Value>> {
        self.parsed(self.terms.get(&*keyed("CodeSystem", url))?)
    }

    /// The URLs of all CodeSystems.
    pub(crate) fn code_systems(&self) -> impl Iterator<Item = &str> {
        let keys = self.terms.keys();
        keys.filter_map(|key| key.strip_prefix("CodeSystem "))
    }

    /// The CodeSystems that only add to another one; found by their text, because most
    /// definitions are never read.
    pub(crate) fn supplements(&self) -> Vec<Arc<Value>> {
        let adding = self.terms.values().filter(|raw| self.says_supplements(raw));
        adding.filter_map(|raw| self.parsed(raw)).collect()
    }

    fn says_supplements(&self, raw: &Raw) -> bool {
        let text = match raw {
            Raw::Core(range) => &self.text[range.clone()],
            Raw::Added(content) => std::str::from_utf8(content).unwrap_or_default(),
        };
        text.contains("\"supplements\"")
    }

    /// The resource types of R4.
    pub(crate) fn resources(&self) -> &[Box<str>] {
        &self.resources
    }

    /// The names of all that FHIR itself defines by a StructureDefinition, types among them.
    pub(crate) fn names<'a>(&'a self, base: &'a str) -> impl Iterator<Item = &'a str> {
        let urls = self.structures.keys().filter(|url| !url.contains('|'));
        urls.filter_map(move |url| url.strip_prefix(base))
    }

    /// All ValueSets.
    #[cfg(test)]
    pub(crate) fn value_sets(&self) -> impl Iterator<Item = Arc<Value>> {
        let sets = self.terms.iter();
        let sets = sets.filter(|(key, _)| key.starts_with("ValueSet "));
        sets.filter_map(|(_, raw)| self.parsed(raw))
    }

    /// The primitive types of R4.
    #[cfg(test)]
    pub(crate) fn primitives(&self) -> Vec<Box<str>> {
        let all = self.structures.values().filter_map(|raw| self.parsed(raw));
        let simple = all.filter(|definition| definition["kind"] == "primitive-type");
        let base = simple.filter(|definition| definition["derivation"] == "specialization");
        let name = base.filter_map(|definition| definition["type"].as_str().map(Box::from));
        name.collect()
    }

    /// A digest for each thing that was added, in the order it was added.
    pub(crate) fn digests(&self) -> &[Digest] {
        &self.digests
    }

    fn parsed(&self, raw: &Raw) -> Option<Arc<Value>> {
        match raw {
            Raw::Core(range) => serde_json::from_str(&self.text[range.clone()]).ok(),
            Raw::Added(content) => serde_json::from_slice(content).ok(),
        }
        .map(Arc::new)
    }
}

/// A canonical URL without the version after `|`.
pub(crate) fn bare(url: &str) -> &str {
    url.split_once('|').map_or(url, |(bare, _)| bare)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Definitions, Written, bare};

    #[test]
    fn r4s_own_definitions_are_found_by_url() {
        let definitions = Definitions::new().unwrap();
        let patient = definitions
            .structure("http://hl7.org/fhir/StructureDefinition/Patient")
            .unwrap();
        assert_eq!(patient["type"], "Patient");
        assert!(
            definitions
                .value_set("http://hl7.org/fhir/ValueSet/observation-status")
                .is_some()
        );
        assert!(
            definitions
                .code_system("http://hl7.org/fhir/observation-status")
                .is_some()
        );
    }

    #[test]
    fn a_definition_without_url_is_refused() {
        let nameless = json!({"resourceType": "ValueSet"});
        assert!(Written::of(&nameless).is_err());
    }

    #[test]
    fn a_version_is_no_part_of_the_bare_url() {
        assert_eq!(bare("http://a/b|1.0"), "http://a/b");
    }
}
