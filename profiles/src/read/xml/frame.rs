//! An element that is open: what it will be in the tree, and what it has so far.

use std::sync::Arc;

use serde_json::Value;

use super::attributes::Attr;
use super::members::{Members, primitive};
use crate::plan::{Children, Primitive};

/// What an element is in FHIR.
#[derive(Debug)]
pub(super) enum What {
    /// A resource.
    Resource,
    /// What a resource lies in: `contained`, or a Bundle entry's `resource`.
    Container(Option<Value>),
    /// A data type or backbone element; whether it is an Extension.
    Complex { extension: bool },
    /// A primitive: its form and its value.
    Primitive(Primitive, Option<Value>),
    /// The narrative's `div`: how many elements are open in it, and whether its text
    /// must be given the namespace that it has from around it.
    Narrative { inner: usize, bare: bool },
    /// What is told of and then passed over; how many elements are open in it.
    Skipped { inner: usize },
}

/// An element that is open.
#[derive(Debug)]
pub(super) struct Frame<'a> {
    /// Its name, without prefix.
    pub(super) name: &'a str,
    /// Where it begins in the text.
    pub(super) at: usize,
    /// What it is.
    pub(super) what: What,
    /// Whether it is one of an array.
    pub(super) many: bool,
    /// Which of the array.
    pub(super) index: usize,
    /// What it has: of a primitive what will stand beside it.
    pub(super) members: Members,
    /// What it may have.
    pub(super) children: Option<Arc<Children>>,
    /// The furthest of its children so far, in FHIR's order.
    pub(super) furthest: usize,
    /// Whether something in it was told to be out of order, or to be text.
    pub(super) told: Told,
    /// How deep it lies in the tree: objects and arrays.
    pub(super) depth: usize,
}

/// What is told once of an element, however often it happens in it.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) order: bool,
    pub(super) text: bool,
}

impl<'a> Frame<'a> {
    /// An element that has nothing yet and may have nothing.
    pub(super) fn new(name: &'a str, at: usize, what: What) -> Self {
        Self {
            name,
            at,
            what,
            many: false,
            index: 0,
            members: Members::new(),
            children: None,
            furthest: 0,
            told: Told::default(),
            depth: 1,
        }
    }

    /// Takes an attribute of its own; false when it has none of that name.
    pub(super) fn take(&mut self, attribute: &Attr<'_>) -> bool {
        let text = &*attribute.value;
        match (&mut self.what, attribute.name) {
            (What::Primitive(form, value), "value") => *value = Some(primitive(*form, text)),
            (What::Primitive(..) | What::Complex { .. }, "id")
            | (What::Complex { extension: true }, "url") => {
                self.members.insert(attribute.name.to_owned(), text.into());
            }
            _ => return false,
        }
        true
    }

    /// Whether what it holds is not looked into here.
    pub(super) fn is_opaque(&self) -> bool {
        matches!(self.what, What::Narrative { .. } | What::Skipped { .. })
    }

    /// The counter of the elements that are open in it, where they have no frames.
    pub(super) fn inner(&mut self) -> Option<&mut usize> {
        match &mut self.what {
            What::Narrative { inner, .. } | What::Skipped { inner } => Some(inner),
            _ => None,
        }
    }
}
