//! Collections: no item, one, or many; the common two without an allocation.

use super::item::Item;

/// A collection of items, in order.
#[derive(Clone, Debug, Default)]
pub(super) enum Collection<'e> {
    /// No item.
    #[default]
    Empty,
    /// One item.
    One(Item<'e>),
    /// Any number of items.
    Many(Vec<Item<'e>>),
}

impl<'e> Collection<'e> {
    /// The items.
    pub(super) fn as_slice(&self) -> &[Item<'e>] {
        match self {
            Self::Empty => &[],
            Self::One(item) => std::slice::from_ref(item),
            Self::Many(items) => items,
        }
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, Item<'e>> {
        self.as_slice().iter()
    }

    pub(super) fn len(&self) -> usize {
        self.as_slice().len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.as_slice().is_empty()
    }

    pub(super) fn first(&self) -> Option<&Item<'e>> {
        self.as_slice().first()
    }

    /// Adds an item at the end.
    pub(super) fn push(&mut self, item: Item<'e>) {
        match self {
            Self::Empty => *self = Self::One(item),
            Self::One(_) => {
                if let Self::One(first) = std::mem::take(self) {
                    *self = Self::Many(vec![first, item]);
                }
            }
            Self::Many(items) => items.push(item),
        }
    }
}

impl<'e> From<Item<'e>> for Collection<'e> {
    fn from(item: Item<'e>) -> Self {
        Self::One(item)
    }
}

impl<'e> From<Option<Item<'e>>> for Collection<'e> {
    fn from(item: Option<Item<'e>>) -> Self {
        item.map_or(Self::Empty, Self::One)
    }
}

impl From<bool> for Collection<'_> {
    fn from(truth: bool) -> Self {
        Self::One(Item::Boolean(truth))
    }
}

impl From<Option<bool>> for Collection<'_> {
    fn from(truth: Option<bool>) -> Self {
        truth.map_or(Self::Empty, Self::from)
    }
}

impl<'e> FromIterator<Item<'e>> for Collection<'e> {
    fn from_iter<I: IntoIterator<Item = Item<'e>>>(items: I) -> Self {
        let mut found = Self::Empty;
        found.extend(items);
        found
    }
}

impl<'e> Extend<Item<'e>> for Collection<'e> {
    fn extend<I: IntoIterator<Item = Item<'e>>>(&mut self, items: I) {
        for item in items {
            self.push(item);
        }
    }
}

impl<'e> IntoIterator for Collection<'e> {
    type Item = Item<'e>;
    type IntoIter = std::iter::Chain<std::option::IntoIter<Item<'e>>, std::vec::IntoIter<Item<'e>>>;

    fn into_iter(self) -> Self::IntoIter {
        let (one, many) = match self {
            Self::Empty => (None, Vec::new()),
            Self::One(item) => (Some(item), Vec::new()),
            Self::Many(items) => (None, items),
        };
        one.into_iter().chain(many)
    }
}
