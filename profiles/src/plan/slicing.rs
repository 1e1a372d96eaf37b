//! Slices, and the tests by which items are told apart.

use std::sync::Arc;

use serde_json::Value;

use super::{Binding, Node, ProfileRef};

/// How an element is sliced.
#[derive(Clone, Debug, Default)]
pub(crate) struct Slicing {
    /// What tells the slices apart, as (type, path).
    pub(crate) discriminators: Vec<(Box<str>, Box<str>)>,
    /// Where items that are in no slice may stand.
    pub(crate) rules: Rules,
    /// Whether the items must stand in the order of the slices.
    pub(crate) ordered: bool,
    /// The slices.
    pub(crate) slices: Vec<Slice>,
}

/// Where items that are in no slice may stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Rules {
    /// Anywhere.
    #[default]
    Open,
    /// Nowhere.
    Closed,
    /// After those that are in one.
    OpenAtEnd,
}

/// A slice; its node's own slicing tells its items apart further (re-slicing).
#[derive(Clone, Debug)]
pub(crate) struct Slice {
    /// Its name.
    pub(crate) name: Box<str>,
    /// What holds for its items.
    pub(crate) node: Arc<Node>,
    /// What its items are known by; all must hold.
    pub(crate) tests: Vec<Test>,
    /// Whether the tests are enough to tell its items.
    pub(crate) decidable: bool,
}

/// A test of an item.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Test {
    /// Where to look, from the item.
    pub(crate) hops: Vec<Hop>,
    /// What must hold there.
    pub(crate) criterion: Criterion,
}

/// A step from an item to what is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Hop {
    /// To the children of that name, whatever their type.
    Child(Box<str>),
    /// To the extensions of that URL.
    Extension(Box<str>),
    /// To the resource that a Reference names.
    Resolve,
    /// To the same value, where it is of that type.
    OfType(Box<str>),
}

/// What must hold of one of the values found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Criterion {
    /// It equals this.
    Equals(Arc<Value>),
    /// It has all of this within it.
    Matches(Arc<Value>),
    /// Its code is in this set.
    Bound(Binding),
    /// There is one, or none.
    Exists(bool),
    /// It has one of these types.
    Type(Vec<Box<str>>),
    /// It has the marks of one of these profiles.
    Profile(Vec<ProfileRef>),
}
