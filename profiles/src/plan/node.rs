//! One element of a Plan, and its children by name.

use std::sync::{Arc, OnceLock};

use serde_json::Value;

use super::{Plan, Slicing};
use crate::check::invariants::Check;
use crate::fhirpath::Expression;
use crate::terminology::ValueSet;

/// An element.
#[derive(Clone, Debug, Default)]
pub(crate) struct Node {
    /// The element's id, such as `Observation.value[x]`.
    pub(crate) id: Box<str>,
    /// Its name in JSON, without the type of a choice.
    pub(crate) name: Box<str>,
    /// Whether its name is followed by its type.
    pub(crate) choice: bool,
    /// How often it must be there.
    pub(crate) min: u32,
    /// How often it may be there.
    pub(crate) max: u32,
    /// Whether it is an array in JSON: follows the base type, never the profile.
    pub(crate) many: bool,
    /// The types it may have.
    pub(crate) types: Vec<TypeRef>,
    /// The exact value it must have.
    pub(crate) fixed: Option<Arc<Value>>,
    /// The value that must be within it.
    pub(crate) pattern: Option<Arc<Value>>,
    /// The least value.
    pub(crate) least: Option<Arc<Value>>,
    /// The greatest value.
    pub(crate) greatest: Option<Arc<Value>>,
    /// The greatest length in characters.
    pub(crate) length_max: Option<usize>,
    /// The codes it may have.
    pub(crate) binding: Option<Binding>,
    /// The codes beyond which even a binding that leaves a choice does not reach.
    pub(crate) widest: Option<Binding>,
    /// The extensions of which one must stand where there is no value.
    pub(crate) alternatives: Vec<Box<str>>,
    /// What a narrative's sections must be by language: `_no`, `_yes`, `_resource` or tags.
    pub(crate) languages: Vec<Box<str>>,
    /// The invariants that are run here.
    pub(crate) rules: Vec<Rule>,
    /// Its own children, where they differ from its type's.
    pub(crate) children: Option<Arc<Children>>,
    /// The path of the element whose children it shares, below the resource.
    pub(crate) same_as: Option<Box<str>>,
    /// Its slices.
    pub(crate) slicing: Option<Box<Slicing>>,
}

impl Node {
    /// Its own child of that name.
    pub(crate) fn child(&self, name: &str) -> Option<&Arc<Node>> {
        self.children.as_ref()?.node(name)
    }

    /// Whether it may have that type.
    pub(crate) fn allows(&self, kind: &str) -> bool {
        self.types.iter().any(|each| &*each.code == kind)
    }
}

/// A type that an element may have.
#[derive(Clone, Debug, Default)]
pub(crate) struct TypeRef {
    /// The type's name.
    pub(crate) code: Box<str>,
    /// The profiles of which it must meet one.
    pub(crate) profiles: Vec<ProfileRef>,
    /// The profiles of which what it refers to must meet one.
    pub(crate) targets: Vec<ProfileRef>,
    /// Where what it refers to may lie: `contained`, `bundled`, `referenced`; anywhere where
    /// none is said.
    pub(crate) aggregation: Vec<Box<str>>,
    /// The type's own Plan, once it was needed.
    pub(crate) plan: OnceLock<Option<Arc<Plan>>>,
}

/// A profile that is asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct ProfileRef {
    /// Its URL, without version.
    pub(crate) url: Box<str>,
    /// Its Plan, once it was needed.
    pub(crate) plan: OnceLock<Option<Arc<Plan>>>,
}

impl PartialEq for ProfileRef {
    fn eq(&self, other: &Self) -> bool {
        self.url == other.url
    }
}

/// How binding a binding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strength {
    /// The code must be in the set.
    Required,
    /// A code of the set must be used where there is one that fits.
    Extensible,
}

/// The codes that an element may have.
#[derive(Clone, Debug)]
pub(crate) struct Binding {
    /// How binding.
    pub(crate) strength: Strength,
    /// The value set's URL, without version.
    pub(crate) url: Box<str>,
    /// The value set, once it was needed.
    pub(crate) set: OnceLock<Arc<ValueSet>>,
}

impl PartialEq for Binding {
    fn eq(&self, other: &Self) -> bool {
        (self.strength, &self.url) == (other.strength, &other.url)
    }
}

/// An invariant that is run.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    /// Its key, such as `per-1`.
    pub(crate) key: Box<str>,
    /// Whether a report is refused for it.
    pub(crate) rejects: bool,
    /// What it says.
    pub(crate) human: Box<str>,
    /// How it is run.
    pub(crate) run: Run,
}

/// How an invariant is run.
#[derive(Clone, Debug)]
pub(crate) enum Run {
    /// By one of the checks written in Rust.
    Check(Check),
    /// As it is written.
    Expression(Arc<Expression>),
}

/// A name under which a child stands in JSON.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    /// The first eight bytes of the name, by which most names differ.
    start: u64,
    /// The name, with the type for a choice.
    pub(crate) json: Box<str>,
    /// Which child.
    pub(crate) child: usize,
    /// The type that the name says.
    pub(crate) kind: Option<Box<str>>,
}

/// The children of an element.
#[derive(Clone, Debug, Default)]
pub(crate) struct Children {
    /// In the base's order.
    pub(crate) nodes: Vec<Arc<Node>>,
    /// By name, sorted.
    pub(crate) names: Vec<Named>,
    /// Those that must be there or have slices that must.
    pub(crate) required: Vec<usize>,
}

impl Children {
    /// The children with their names.
    pub(crate) fn new(nodes: Vec<Arc<Node>>) -> Self {
        let mut children = Self {
            nodes,
            ..Self::default()
        };
        for (index, node) in children.nodes.iter().enumerate() {
            children.names.extend(names_of(index, node));
        }
        children
            .names
            .sort_by(|a, b| (a.start, &a.json).cmp(&(b.start, &b.json)));
        children.note_required();
        children
    }

    /// Looks again which children must be there, after they were constrained.
    pub(crate) fn note_required(&mut self) {
        let required = |node: &Node| {
            node.min > 0
                || node
                    .slicing
                    .as_ref()
                    .is_some_and(|slicing| slicing.slices.iter().any(|slice| slice.node.min > 0))
        };
        let nodes = self.nodes.iter().enumerate();
        self.required = nodes
            .filter(|(_, node)| required(node))
            .map(|(index, _)| index)
            .collect();
    }

    /// The child that stands under a JSON name.
    pub(crate) fn find(&self, json: &str) -> Option<&Named> {
        let wanted = start(json);
        let at = self.names.binary_search_by(|named| {
            let by_start = named.start.cmp(&wanted);
            by_start.then_with(|| (*named.json).cmp(json))
        });
        let at = at.ok()?;
        self.names.get(at)
    }

    /// The child of that name, the type of a choice left out.
    pub(crate) fn node(&self, name: &str) -> Option<&Arc<Node>> {
        self.nodes.iter().find(|node| &*node.name == name)
    }
}

fn names_of(index: usize, node: &Node) -> Vec<Named> {
    if !node.choice {
        let kind = (node.types.len() == 1).then(|| node.types[0].code.clone());
        return vec![Named {
            start: start(&node.name),
            json: node.name.clone(),
            child: index,
            kind,
        }];
    }
    let named = |each: &TypeRef| {
        let json = format!("{}{}", node.name, capital(&each.code));
        Named {
            start: start(&json),
            json: json.into(),
            child: index,
            kind: Some(each.code.clone()),
        }
    };
    node.types.iter().map(named).collect()
}

/// The first eight bytes of a name as a number that sorts as they do.
fn start(name: &str) -> u64 {
    let mut bytes = [0; 8];
    let length = name.len().min(8);
    bytes[..length].copy_from_slice(&name.as_bytes()[..length]);
    u64::from_be_bytes(bytes)
}

/// The name with its first letter large.
pub(crate) fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
