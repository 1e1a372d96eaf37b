//! Expanding a value set: includes, excludes, nested sets, hierarchies.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::{Codes, ValueSet};
use crate::definitions::{Definitions, bare};

/// How deep value sets may include each other.
const NESTING_MAX: usize = 16;

/// The set of that URL, expanded; what cannot be expanded here is left open.
pub(super) fn expand(definitions: &Definitions, url: &str) -> ValueSet {
    expand_within(definitions, url, 0)
}

fn expand_within(definitions: &Definitions, url: &str, depth: usize) -> ValueSet {
    let definition = definitions.value_set(url).filter(|_| depth < NESTING_MAX);
    let Some(definition) = definition else {
        return ValueSet {
            open: true,
            ..ValueSet::default()
        };
    };
    let mut set = ValueSet::default();
    for include in list(&definition["compose"]["include"]) {
        unite(&mut set, included(definitions, include, depth));
    }
    for exclude in list(&definition["compose"]["exclude"]) {
        subtract(&mut set, &included(definitions, exclude, depth));
    }
    if definition["compose"].is_null() {
        take_expansion(&mut set, &definition["expansion"]);
    }
    set
}

/// What one include (or exclude) names.
fn included(definitions: &Definitions, include: &Value, depth: usize) -> ValueSet {
    let mut parts: Vec<ValueSet> = list(&include["valueSet"])
        .filter_map(Value::as_str)
        .map(|url| expand_within(definitions, bare(url), depth + 1))
        .collect();
    if let Some(system) = include["system"].as_str() {
        let codes = codes_of(definitions, system, include);
        let systems = HashMap::from([(system.into(), codes)]);
        parts.push(ValueSet {
            systems,
            open: false,
        });
    }
    parts
        .into_iter()
        .reduce(|a, b| intersect(a, &b))
        .unwrap_or_default()
}

fn codes_of(definitions: &Definitions, system: &str, include: &Value) -> Codes {
    let named: HashSet<Box<str>> = list(&include["concept"])
        .filter_map(|concept| concept["code"].as_str().map(Into::into))
        .collect();
    if !named.is_empty() {
        return Codes::Listed(named);
    }
    let Some(definition) = definitions.code_system(bare(system)) else {
        return Codes::Open(HashSet::new());
    };
    let complete = definition["content"] == "complete";
    let concepts = Concepts::of(&definition);
    let filters: Vec<&Value> = list(&include["filter"]).collect();
    let mut codes: HashSet<Box<str>> = concepts.codes();
    let mut decided = complete;
    for filter in filters {
        if let Some(kept) = concepts.filtered(filter) {
            codes.retain(|code| kept.contains(code));
        } else {
            decided = false;
            codes.clear();
        }
    }
    if decided {
        Codes::Listed(codes)
    } else {
        Codes::Open(codes)
    }
}

/// The concepts of a code system with their parents.
struct Concepts<'a> {
    all: Vec<(&'a str, Option<&'a str>)>,
}

impl<'a> Concepts<'a> {
    fn of(system: &'a Value) -> Self {
        let mut all = Vec::new();
        let mut open: Vec<(&Value, Option<&str>)> = list(&system["concept"])
            .map(|concept| (concept, None))
            .collect();
        while let Some((concept, parent)) = open.pop() {
            let code = concept["code"].as_str().unwrap_or_default();
            all.push((code, parent));
            for property in list(&concept["property"]) {
                if matches!(property["code"].as_str(), Some("parent" | "subsumedBy")) {
                    all.push((code, property["valueCode"].as_str()));
                }
            }
            open.extend(list(&concept["concept"]).map(|child| (child, Some(code))));
        }
        Self { all }
    }

    fn codes(&self) -> HashSet<Box<str>> {
        self.all.iter().map(|&(code, _)| code.into()).collect()
    }

    /// The codes that a filter keeps, where it can be told.
    fn filtered(&self, filter: &Value) -> Option<HashSet<Box<str>>> {
        let value = filter["value"].as_str()?;
        let concept = matches!(filter["property"].as_str(), Some("concept" | "code"));
        match filter["op"].as_str()? {
            "is-a" if concept => Some(self.below(value, true)),
            "descendent-of" if concept => Some(self.below(value, false)),
            "is-not-a" if concept => {
                let below = self.below(value, true);
                Some(
                    self.codes()
                        .into_iter()
                        .filter(|code| !below.contains(code))
                        .collect(),
                )
            }
            "=" if concept => Some(HashSet::from([value.into()])),
            "in" if concept => Some(value.split(',').map(|code| code.trim().into()).collect()),
            _ => None,
        }
    }

    fn below(&self, top: &str, with_top: bool) -> HashSet<Box<str>> {
        let mut children: HashMap<&str, Vec<&str>> = HashMap::new();
        for &(code, parent) in &self.all {
            if let Some(parent) = parent {
                children.entry(parent).or_default().push(code);
            }
        }
        let mut found: HashSet<Box<str>> = HashSet::from([top.into()]);
        let mut open = vec![top];
        while let Some(code) = open.pop() {
            for &child in children.get(code).into_iter().flatten() {
                if found.insert(child.into()) {
                    open.push(child);
                }
            }
        }
        if !with_top {
            found.remove(top);
        }
        found
    }
}

fn unite(set: &mut ValueSet, more: ValueSet) {
    set.open |= more.open;
    for (system, codes) in more.systems {
        let known = set.systems.remove(&system);
        let united = match (known, codes) {
            (None, codes) => codes,
            (Some(Codes::Listed(mut a)), Codes::Listed(b)) => {
                a.extend(b);
                Codes::Listed(a)
            }
            (
                Some(Codes::Listed(mut a) | Codes::Open(mut a)),
                Codes::Listed(b) | Codes::Open(b),
            ) => {
                a.extend(b);
                Codes::Open(a)
            }
        };
        set.systems.insert(system, united);
    }
}

fn subtract(set: &mut ValueSet, less: &ValueSet) {
    for (system, codes) in &mut set.systems {
        match (codes, less.systems.get(system)) {
            (Codes::Listed(kept) | Codes::Open(kept), Some(Codes::Listed(out))) => {
                kept.retain(|code| !out.contains(code));
            }
            (codes, Some(Codes::Open(_))) => *codes = Codes::Open(HashSet::new()),
            (_, None) => {}
        }
    }
}

/// What is in both; open where either cannot tell.
fn intersect(a: ValueSet, b: &ValueSet) -> ValueSet {
    let mut set = ValueSet {
        open: a.open && b.open,
        ..ValueSet::default()
    };
    for (system, codes) in a.systems {
        let both = match (codes, b.systems.get(&system)) {
            (Codes::Listed(a), Some(Codes::Listed(b))) => {
                Codes::Listed(a.intersection(b).cloned().collect())
            }
            (Codes::Listed(_) | Codes::Open(_), Some(_)) => Codes::Open(HashSet::new()),
            (_, None) if b.open => Codes::Open(HashSet::new()),
            (_, None) => continue,
        };
        set.systems.insert(system, both);
    }
    if a.open {
        for system in b.systems.keys() {
            let open = || Codes::Open(HashSet::new());
            set.systems.entry(system.clone()).or_insert_with(open);
        }
    }
    set
}

/// The codes of an expansion that someone else made.
fn take_expansion(set: &mut ValueSet, expansion: &Value) {
    set.open = expansion.is_null();
    let mut open: Vec<&Value> = list(&expansion["contains"]).collect();
    while let Some(item) = open.pop() {
        open.extend(list(&item["contains"]));
        let (Some(system), Some(code)) = (item["system"].as_str(), item["code"].as_str()) else {
            continue;
        };
        let empty = || Codes::Listed(HashSet::new());
        let codes = set.systems.entry(system.into()).or_insert_with(empty);
        let (Codes::Listed(codes) | Codes::Open(codes)) = codes;
        codes.insert(code.into());
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
