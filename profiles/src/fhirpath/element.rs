//! Elements of the tree: their children by name, and their types by the definitions.
//!
//! An element keeps where it came from; its type is looked up only when it is asked for.

mod children;
mod shape;

use serde_json::Value;

pub(super) use shape::Shape;

use crate::compile::Library;
use crate::plan::{Children, Node, Plan};

/// What an element that has no value has.
static NOTHING: Value = Value::Null;

/// An element.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'e> {
    value: &'e Value,
    /// What stands beside a primitive: its id and extensions.
    beside: Option<&'e Value>,
    typing: Typing<'e>,
}

/// Where the type of an element is found.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Typing<'e> {
    /// Nowhere.
    Unknown,
    /// A resource says it itself.
    Resource,
    /// At this node of a Plan, of that type where it is a choice; in this resource type.
    Node(&'e Node, Option<&'e str>, Option<&'e Plan>),
    /// At the child of that JSON name; in this resource type.
    Child(&'e Children, &'e str, Option<&'e Plan>),
    /// At the definition of this type; in this resource type.
    Kind(&'e str, Option<&'e Plan>),
}

impl<'e> Element<'e> {
    /// A value of the tree.
    pub(crate) fn new(value: &'e Value, typing: Typing<'e>) -> Self {
        Self {
            value,
            beside: None,
            typing,
        }
    }

    /// The same, with what stands beside it.
    pub(crate) fn with(mut self, beside: Option<&'e Value>) -> Self {
        self.beside = beside;
        self
    }

    /// A resource of the tree.
    pub(crate) fn resource(value: &'e Value) -> Self {
        Self::new(value, Typing::Resource)
    }

    /// The value; null where the element has only extensions.
    pub(crate) fn value(&self) -> &'e Value {
        self.value
    }

    /// Whether it is the very same element of the tree.
    pub(super) fn is(&self, other: &Self) -> bool {
        std::ptr::eq(self.value, other.value)
            && self.beside.map(std::ptr::from_ref) == other.beside.map(std::ptr::from_ref)
    }

    /// Its type and what its type says of its children.
    pub(super) fn shape(&self, library: &'e Library) -> Shape<'e> {
        shape::of(self, library)
    }
}
