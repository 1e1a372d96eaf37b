//! A case view: what is said of one tumour and its patient, field by field, each with
//! where it was read.
//!
//! A report gives one of each of its tumours; so does a consolidated Case. Rules and
//! derivations see nothing else, so both are judged alike. `case_rules/README.md` lists
//! the fields.

use std::collections::HashMap;
use std::ops::Deref;

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::derive;
use crate::fhirpath::converted;

/// A dose in gray, where its unit (UCUM) is one of absorbed dose.
#[must_use]
pub fn gray(value: &str, unit: &str) -> Option<Value> {
    serde_json::from_str(&converted(value, unit, "Gy")?).ok()
}

/// The fields of a view.
#[derive(Clone, Debug, PartialEq)]
pub struct Fields(Value);

impl Fields {
    /// A field's value; a list where there are several.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&Value> {
        self.0.get(field)
    }

    /// A field's one text.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<&str> {
        self.get(field)?.as_str()
    }

    /// A field's one whole number.
    #[must_use]
    pub fn whole(&self, field: &str) -> Option<i64> {
        self.get(field)?.as_i64()
    }

    /// A field's one number.
    #[must_use]
    pub fn number(&self, field: &str) -> Option<f64> {
        self.get(field)?.as_f64()
    }

    /// A field's one truth.
    #[must_use]
    pub fn flag(&self, field: &str) -> Option<bool> {
        self.get(field)?.as_bool()
    }

    /// A field's one day, where it is known to the day.
    #[must_use]
    pub fn day(&self, field: &str) -> Option<Date> {
        self.text(field)?.get(..10)?.parse().ok()
    }

    /// The fields as a tree.
    pub(super) fn tree(&self) -> &Value {
        &self.0
    }
}

/// What is said of one tumour; `P` is how its reader names a place.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseView<P> {
    fields: Fields,
    places: HashMap<String, P>,
}

impl<P> Default for CaseView<P> {
    fn default() -> Self {
        Self {
            fields: Fields(Value::Object(Map::new())),
            places: HashMap::new(),
        }
    }
}

impl<P> Deref for CaseView<P> {
    type Target = Fields;

    fn deref(&self) -> &Fields {
        &self.fields
    }
}

impl<P> CaseView<P> {
    /// Adds a value to a field; one that has several becomes a list. The place kept is
    /// that of the first.
    pub fn add(&mut self, field: &str, value: Value, place: P) {
        self.places.entry(field.to_owned()).or_insert(place);
        let Value::Object(fields) = &mut self.fields.0 else {
            return;
        };
        match fields.get_mut(field) {
            None => {
                fields.insert(field.to_owned(), value);
            }
            Some(Value::Array(all)) => all.push(value),
            Some(one) => *one = Value::Array(vec![one.take(), value]),
        }
    }

    /// The same, with what follows from its fields.
    #[must_use]
    pub fn completed(mut self) -> Self
    where
        P: Clone,
    {
        derive::all(&mut self);
        self
    }

    /// Where a field was read.
    #[must_use]
    pub fn place(&self, field: &str) -> Option<&P> {
        self.places.get(field)
    }
}
