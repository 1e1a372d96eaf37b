//! Expanding a value set: what it includes, without what it excludes.

use serde_json::Value;

use super::Terms;
use super::algebra::{Operation, combined};
use super::concepts::list;
use super::include::included;
use super::value_set::{Part, Rest, ValueSet};
use crate::definitions::{Definitions, bare};

/// How deep value sets may include each other.
pub(super) const NESTING_MAX: usize = 16;

/// The set of that URL, expanded for the sets of `trail`; what cannot be expanded here is
/// left open.
pub(super) fn expand(
    terms: &Terms,
    definitions: &Definitions,
    url: &str,
    trail: &[&str],
) -> ValueSet {
    if trail.len() >= NESTING_MAX || trail.contains(&url) {
        let reason = format!("the value set {url} is nested too deep or in itself");
        return ValueSet::unknown(reason.into());
    }
    let Some(definition) = definitions.value_set(url) else {
        return ValueSet::unknown(format!("the value set {url} is not loaded").into());
    };
    let trail = [trail, &[url]].concat();
    let nested = |url: &str| terms.set_within(definitions, bare(url), &trail);
    let side = |name: &str| {
        let parts = list(&definition["compose"][name]);
        united(
            parts
                .map(|each| included(terms, definitions, each, &nested))
                .collect(),
        )
    };
    let set = combined(&side("include"), &side("exclude"), Operation::Subtract);
    let composed = definition["compose"].is_object();
    let set = match listed(&definition["expansion"]) {
        Some(listed) if !composed || !set.is_closed() => listed,
        None if !composed => {
            ValueSet::unknown(format!("the value set {url} does not say what is in it").into())
        }
        _ => set,
    };
    set.named_by(&definition)
}

/// What is in any of the sets; put together in pairs, so that many cost little more than few.
fn united(mut sets: Vec<ValueSet>) -> ValueSet {
    while sets.len() > 1 {
        let pairs = sets.chunks(2).map(|pair| match pair {
            [a, b] => combined(a, b, Operation::Unite),
            one => one.first().cloned().unwrap_or_default(),
        });
        sets = pairs.collect();
    }
    sets.pop().unwrap_or_default()
}

/// The codes of an expansion that somebody else made, where it is whole.
fn listed(expansion: &Value) -> Option<ValueSet> {
    let mut open: Vec<&Value> = list(&expansion["contains"]).collect();
    let unclosed = |extension: &Value| {
        let url = extension["url"].as_str();
        url.is_some_and(|url| {
            url.ends_with("valueset-unclosed") || url.ends_with("valueset-toocostly")
        })
    };
    if open.is_empty() || list(&expansion["extension"]).any(unclosed) {
        return None;
    }
    let mut set = ValueSet::default();
    let mut count = 0;
    while let Some(item) = open.pop() {
        count += 1;
        open.extend(list(&item["contains"]));
        let (Some(system), Some(code)) = (item["system"].as_str(), item["code"].as_str()) else {
            continue;
        };
        if item["abstract"] != true {
            let part = set.systems.remove(system);
            let part = part.unwrap_or_else(|| Part::new(None, Rest::Nothing));
            set.systems.insert(system.into(), part.with([code]));
        }
    }
    let whole = expansion["total"]
        .as_u64()
        .is_none_or(|total| total <= count);
    whole.then_some(set)
}
