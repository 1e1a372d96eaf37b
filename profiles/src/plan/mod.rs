//! The Plan: a Profile compiled for checking.
//!
//! A tree of nodes, shared where profiles agree. What is built here is what is
//! checked: each field has one reader in the checker. Leaves out how it is built
//! (the compiler) and what is said when it does not hold (the checker).

mod context;
mod node;
mod primitive;
mod slicing;

use std::sync::{Arc, OnceLock};

pub(crate) use context::{Context, contexts};
pub(crate) use node::{
    Binding, Children, Named, Node, ProfileRef, Rule, Run, Strength, TypeRef, capital,
};
pub(crate) use primitive::Primitive;
pub(crate) use slicing::{Criterion, Hop, Rules, Slice, Slicing, Test};

/// A compiled StructureDefinition.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The URL, without version.
    pub(crate) url: Box<str>,
    /// `url|version`, as findings name it.
    pub(crate) label: Arc<str>,
    /// The FHIR type it is about.
    pub(crate) kind: Box<str>,
    /// What it is built on.
    pub(crate) base: Option<Box<str>>,
    /// The element tree.
    pub(crate) root: Arc<Node>,
    /// Where an extension may be used; nothing says anywhere.
    pub(crate) contexts: Vec<Context>,
    /// What tells its instances from those of its siblings, found when it is needed.
    pub(crate) marks: OnceLock<Vec<Test>>,
}

impl Plan {
    /// The element of a path below the root, such as `referenceRange.low`.
    pub(crate) fn find(&self, path: &str) -> Option<&Arc<Node>> {
        let mut at = &self.root;
        for name in path.split('.').filter(|name| !name.is_empty()) {
            at = at.child(name)?;
        }
        Some(at)
    }
}
