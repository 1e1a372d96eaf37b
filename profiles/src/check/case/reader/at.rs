//! A value of the tree together with where it stands.

use serde_json::Value;

use super::View;
use crate::read::Place;

static NOTHING: Value = Value::Null;

/// A value and its place; what is not there is null.
#[derive(Clone)]
pub(in crate::check::case) struct At<'a> {
    pub(in crate::check::case) value: &'a Value,
    pub(in crate::check::case) place: Place,
}

impl<'a> At<'a> {
    /// The root.
    pub(in crate::check::case) fn root(value: &'a Value) -> Self {
        Self {
            value,
            place: Place::new(),
        }
    }

    /// A member.
    pub(in crate::check::case) fn child(&self, key: &str) -> Self {
        let mut place = self.place.clone();
        place.push(key.into());
        Self {
            value: self.value.get(key).unwrap_or(&NOTHING),
            place,
        }
    }

    /// The items of a member that is a list.
    pub(in crate::check::case) fn items(&self, key: &str) -> impl Iterator<Item = Self> + use<'a> {
        let list = self.child(key);
        let items = list.value.as_array().into_iter().flatten();
        items.enumerate().map(move |(index, value)| {
            let mut place = list.place.clone();
            place.push(index.into());
            Self { value, place }
        })
    }

    /// The value of the extension of that URL, or of one that ends so.
    pub(in crate::check::case) fn extension(&self, url: &str) -> Option<Self> {
        let mut extensions = self.items("extension");
        extensions.find(|extension| {
            extension.value["url"]
                .as_str()
                .is_some_and(|own| own == url || (url.starts_with('/') && own.ends_with(url)))
        })
    }

    /// The first code of a concept.
    pub(in crate::check::case) fn code(&self) -> Option<&'a str> {
        self.value["coding"][0]["code"].as_str()
    }

    /// Adds the first code of a concept to a field.
    pub(in crate::check::case) fn add_code(&self, view: &mut View, field: &str) {
        if let Some(code) = self.code() {
            view.add(field, code.into(), self.place.clone());
        }
    }

    /// Adds a date to a field, to the day where it says the time too.
    pub(in crate::check::case) fn add_day(&self, view: &mut View, field: &str) {
        if let Some(text) = self.value.as_str() {
            let day = text.get(..10).unwrap_or(text);
            view.add(field, day.into(), self.place.clone());
        }
    }

    /// Adds a value as it stands to a field.
    pub(in crate::check::case) fn add_plain(&self, view: &mut View, field: &str) {
        if !self.value.is_null() {
            view.add(field, self.value.clone(), self.place.clone());
        }
    }
}
