//! Where in a tree something stands.

/// One step from a value to a part of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    /// The member of that name.
    Key(Box<str>),
    /// The item at that index.
    Item(usize),
}

impl From<&str> for Part {
    fn from(key: &str) -> Self {
        Self::Key(key.into())
    }
}

impl From<usize> for Part {
    fn from(index: usize) -> Self {
        Self::Item(index)
    }
}

/// The way from the root of the body to a value.
pub(crate) type Place = Vec<Part>;
