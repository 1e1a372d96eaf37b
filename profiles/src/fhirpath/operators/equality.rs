//! Equality and equivalence (N1, Equality), and sets made by them.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashSet;

use serde_json::Value;

use super::single;
use crate::fhirpath::collection::Collection;
use crate::fhirpath::evaluate::Evaluation;
use crate::fhirpath::item::Item;
use crate::fhirpath::moment::Order;
use crate::fhirpath::number::{self, Decimal};
use crate::fhirpath::quantity::Quantity;
use crate::fhirpath::{Answer, BYTES_A_STEP, Stop};

/// Whether two collections are equal; nothing where one is empty or that cannot be told.
pub(super) fn collections<'e>(
    run: &Evaluation<'e>,
    left: &Collection<'e>,
    right: &Collection<'e>,
) -> Result<Option<bool>, Stop> {
    if left.is_empty() || right.is_empty() {
        return Ok(None);
    }
    if left.len() != right.len() {
        return Ok(Some(false));
    }
    let mut clear = Some(true);
    for (left, right) in left.iter().zip(right.iter()) {
        match equal(run, left, right)? {
            Some(false) => return Ok(Some(false)),
            Some(true) => {}
            None => clear = None,
        }
    }
    Ok(clear)
}

/// Whether two items are equal.
pub(in crate::fhirpath) fn equal<'e>(
    run: &Evaluation<'e>,
    left: &Item<'e>,
    right: &Item<'e>,
) -> Result<Option<bool>, Stop> {
    run.spend(1)?;
    let library = run.scene.library;
    Ok(match (left.plain(library), right.plain(library)) {
        (Item::Element(left), Item::Element(right)) => {
            Some(left.is(&right) || same(run, left.value(), right.value())?)
        }
        (Item::Boolean(left), Item::Boolean(right)) => Some(left == right),
        (Item::Text(left), Item::Text(right)) => Some(same_text(run, &left, &right)?),
        (Item::Type(a, left), Item::Type(b, right)) => Some(a == b && left == right),
        (Item::Moment(left), Item::Moment(right)) => match left.order(&right) {
            Order::Sure(order) => Some(order == Ordering::Equal),
            Order::Unclear => {
                run.doubt();
                None
            }
            Order::Incomparable => Some(false),
        },
        (left, right) => match numbers(&left, &right) {
            Some((left, right)) => Some(left == right),
            None => quantities(run, left, right),
        },
    })
}

/// Two numbers.
pub(super) fn numbers(left: &Item<'_>, right: &Item<'_>) -> Option<(Decimal, Decimal)> {
    Some((decimal(left)?, decimal(right)?))
}

fn decimal(item: &Item<'_>) -> Option<Decimal> {
    match item {
        Item::Integer(whole) => Some(Decimal::from(*whole)),
        Item::Decimal(decimal) => Some(*decimal),
        _ => None,
    }
}

/// Two quantities; a number is one without a unit.
pub(super) fn as_quantities<'e>(
    left: Item<'e>,
    right: Item<'e>,
) -> Option<(Quantity<'e>, Quantity<'e>)> {
    let quantity = |item| match item {
        Item::Quantity(quantity) => Some(*quantity),
        number => decimal(&number).map(|value| Quantity::new(value, "1")),
    };
    Some((quantity(left)?, quantity(right)?))
}

fn quantities<'e>(run: &Evaluation<'e>, left: Item<'e>, right: Item<'e>) -> Option<bool> {
    let Some((left, right)) = as_quantities(left, right) else {
        return Some(false);
    };
    let order = left.order(&right);
    if order.is_none() {
        run.doubt();
    }
    order.map(|order| order == Ordering::Equal)
}

/// Whether two trees are the same; numbers by value.
fn same(run: &Evaluation<'_>, left: &Value, right: &Value) -> Result<bool, Stop> {
    run.spend(1)?;
    match (left, right) {
        (Value::Object(left), Value::Object(right)) => {
            if left.len() != right.len() {
                return Ok(false);
            }
            for (key, left) in left {
                match right.get(key) {
                    Some(right) if same(run, left, right)? => {}
                    _ => return Ok(false),
                }
            }
            Ok(true)
        }
        (Value::Array(left), Value::Array(right)) => {
            let mut both = left.iter().zip(right);
            Ok(left.len() == right.len()
                && both.try_fold(
                    true,
                    |all, (left, right)| Ok(all && same(run, left, right)?),
                )?)
        }
        (Value::Number(left), Value::Number(right)) => {
            let numbers = number::parse(left.as_str()).zip(number::parse(right.as_str()));
            Ok(numbers.map_or(left == right, |(left, right)| left == right))
        }
        (Value::String(left), Value::String(right)) => same_text(run, left, right),
        _ => Ok(left == right),
    }
}

/// Whether two texts are the same; only those of one length are looked into.
fn same_text(run: &Evaluation<'_>, left: &str, right: &str) -> Result<bool, Stop> {
    if left.len() != right.len() {
        return Ok(false);
    }
    run.spend(left.len() / BYTES_A_STEP)?;
    Ok(left == right)
}

/// Whether two collections are equivalent, in whatever order.
pub(super) fn equivalent_collections<'e>(
    run: &Evaluation<'e>,
    left: &Collection<'e>,
    right: &Collection<'e>,
) -> Result<bool, Stop> {
    if left.len() != right.len() {
        return Ok(false);
    }
    let mut open: Vec<&Item<'e>> = right.iter().collect();
    for left in left.iter() {
        let mut found = None;
        for (index, right) in open.iter().enumerate() {
            if equivalent(run, left, right)? {
                found = Some(index);
                break;
            }
        }
        match found {
            Some(index) => open.swap_remove(index),
            None => return Ok(false),
        };
    }
    Ok(true)
}

/// Whether two items are equivalent: texts but for case and blanks, numbers as precise as
/// the less precise one, moments as precise as each other.
pub(in crate::fhirpath) fn equivalent<'e>(
    run: &Evaluation<'e>,
    left: &Item<'e>,
    right: &Item<'e>,
) -> Result<bool, Stop> {
    run.spend(1)?;
    let library = run.scene.library;
    Ok(match (left.plain(library), right.plain(library)) {
        (Item::Text(left), Item::Text(right)) => alike_texts(run, &left, &right)?,
        (Item::Moment(left), Item::Moment(right)) => {
            left.order(&right) == Order::Sure(Ordering::Equal)
        }
        (Item::Element(left), Item::Element(right)) => alike(run, left.value(), right.value())?,
        (left, right) => match numbers(&left, &right) {
            Some((left, right)) => nearly(left, right),
            None => match as_quantities(left.clone(), right.clone()) {
                Some((left, right)) => left
                    .value_in(&right)
                    .is_some_and(|value| nearly(value, right.value)),
                None => equal(run, &left, &right)? == Some(true),
            },
        },
    })
}

fn nearly(left: Decimal, right: Decimal) -> bool {
    let places = number::places(left).min(number::places(right));
    left.round_dp(places) == right.round_dp(places)
}

fn alike_texts(run: &Evaluation<'_>, left: &str, right: &str) -> Result<bool, Stop> {
    run.spend((left.len() + right.len()) / BYTES_A_STEP)?;
    Ok(folded(left) == folded(right))
}

fn folded(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// Whether two trees are alike; lists in whatever order.
fn alike(run: &Evaluation<'_>, left: &Value, right: &Value) -> Result<bool, Stop> {
    run.spend(1)?;
    match (left, right) {
        (Value::Object(left), Value::Object(right)) => {
            // An id says nothing of what an element means.
            let said = |key: &&String| *key != "id";
            if left.keys().filter(said).count() != right.keys().filter(said).count() {
                return Ok(false);
            }
            for (key, left) in left.iter().filter(|(key, _)| said(key)) {
                match right.get(key) {
                    Some(right) if alike(run, left, right)? => {}
                    _ => return Ok(false),
                }
            }
            Ok(true)
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            for left in left {
                let mut found = false;
                for right in right {
                    found = found || alike(run, left, right)?;
                }
                if !found {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        (Value::String(left), Value::String(right)) => alike_texts(run, left, right),
        _ => same(run, left, right),
    }
}

/// Whether an item is in a collection.
pub(super) fn membership<'e>(
    run: &Evaluation<'e>,
    item: &Collection<'e>,
    of: &Collection<'e>,
) -> Answer<'e> {
    let Some(item) = single(item)? else {
        return Ok(Collection::Empty);
    };
    Ok(has(run, of, item)?.into())
}

/// Whether a collection has an item that is equal.
pub(in crate::fhirpath) fn has<'e>(
    run: &Evaluation<'e>,
    of: &Collection<'e>,
    item: &Item<'e>,
) -> Result<bool, Stop> {
    for each in of.iter() {
        if equal(run, each, item)? == Some(true) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Items without repetitions, in the order they came; texts are found by hash.
pub(in crate::fhirpath) struct Seen<'r, 'e> {
    run: &'r Evaluation<'e>,
    texts: HashSet<Cow<'e, str>>,
    others: Collection<'e>,
    items: Collection<'e>,
}

impl<'r, 'e> Seen<'r, 'e> {
    pub(in crate::fhirpath) fn new(run: &'r Evaluation<'e>) -> Self {
        Self {
            run,
            texts: HashSet::new(),
            others: Collection::Empty,
            items: Collection::Empty,
        }
    }

    /// Whether there is an equal item.
    pub(in crate::fhirpath) fn holds(&self, item: &Item<'e>) -> Result<bool, Stop> {
        self.run.spend(1)?;
        match item.plain(self.run.scene.library) {
            Item::Text(text) => {
                self.run.spend(text.len() / BYTES_A_STEP)?;
                Ok(self.texts.contains(&text))
            }
            _ => has(self.run, &self.others, item),
        }
    }

    /// Adds an item, where there is none that is equal; says whether it did.
    pub(in crate::fhirpath) fn add(&mut self, item: Item<'e>) -> Result<bool, Stop> {
        if self.holds(&item)? {
            return Ok(false);
        }
        match item.plain(self.run.scene.library) {
            Item::Text(text) => {
                self.texts.insert(text);
            }
            _ => self.others.push(item.clone()),
        }
        self.items.push(item);
        Ok(true)
    }

    pub(in crate::fhirpath) fn into_items(self) -> Collection<'e> {
        self.items
    }
}
