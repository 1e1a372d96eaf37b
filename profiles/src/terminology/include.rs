//! One include (or exclude) of a value set: a code system or part of it, value sets, or
//! what is in all of them.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::Value;

use super::algebra::{Operation, combined};
use super::code_system::{CodeSystem, Content};
use super::concepts::{Concepts, list};
use super::filter;
use super::value_set::{Part, Rest, ValueSet};
use super::{Reason, Terms};
use crate::definitions::{Definitions, bare};

/// What an include names; `nested` expands the value sets in it.
pub(super) fn included(
    terms: &Terms,
    definitions: &Definitions,
    include: &Value,
    nested: &dyn Fn(&str) -> Arc<ValueSet>,
) -> ValueSet {
    let urls = list(&include["valueSet"]).filter_map(Value::as_str);
    let mut parts: Vec<Arc<ValueSet>> = urls.map(nested).collect();
    if let Some(said) = include["system"].as_str() {
        let (url, pinned) = said.split_once('|').unwrap_or((said, ""));
        let version = include["version"].as_str().unwrap_or(pinned);
        let version = if version == "*" { "" } else { version };
        let mut part = of_system(terms, definitions, (url, version), include);
        part.version = (!version.is_empty()).then(|| version.into());
        let mut set = ValueSet::default();
        set.systems.insert(url.into(), part);
        parts.push(Arc::new(set));
    }
    let both =
        |a: Arc<ValueSet>, b: Arc<ValueSet>| Arc::new(combined(&a, &b, Operation::Intersect));
    let all = parts.into_iter().reduce(both);
    all.map(Arc::unwrap_or_clone).unwrap_or_default()
}

/// What an include names of its code system.
fn of_system(
    terms: &Terms,
    definitions: &Definitions,
    (url, version): (&str, &str),
    include: &Value,
) -> Part {
    let system = terms.system(definitions, url).cloned();
    let mut named = list(&include["concept"]).filter_map(|concept| concept["code"].as_str());
    if let Some(first) = named.next() {
        return Part::new(system, Rest::Nothing).with([first]).with(named);
    }
    let unknown = |reason: String| Rest::Unknown(reason.into());
    let Some(system) = system else {
        let reason = format!("the code system {url} is not loaded");
        return Part::new(None, unknown(reason));
    };
    if !version.is_empty() && !system.is_version(version) {
        let reason = format!("of the code system {url} another version is loaded");
        return Part::new(None, unknown(reason));
    }
    let filters: Vec<&Value> = list(&include["filter"]).collect();
    if filters.is_empty() {
        return Part::new(Some(system), Rest::Whole);
    }
    match definitions.code_system(bare(url)) {
        Some(definition) if system.content != Content::NotPresent => {
            filtered(system, &Concepts::of(&definition), url, &filters)
        }
        _ => {
            let reason = format!("the concepts of the code system {url} are not loaded");
            Part::new(Some(system), unknown(reason))
        }
    }
}

/// The concepts that all filters keep. What a system of which only part is loaded keeps
/// is in; nothing follows for what it does not.
fn filtered(
    system: Arc<CodeSystem>,
    concepts: &Concepts<'_>,
    url: &str,
    filters: &[&Value],
) -> Part {
    let whole = system.content == Content::Complete;
    let mut kept: HashSet<&str> = concepts.iter().map(|(code, _)| code).collect();
    for filter in filters {
        let denies = matches!(
            filter["op"].as_str(),
            Some("is-not-a" | "not-in" | "exists")
        );
        let found = filter::kept(concepts, filter).filter(|_| whole || !denies);
        let Some(found) = found else {
            return Part::new(Some(system), Rest::Unknown(undecided(filter, url)));
        };
        kept.retain(|code| found.contains(code));
    }
    let rest = if whole {
        Rest::Nothing
    } else {
        Rest::Unknown(format!("of the code system {url} only a part is loaded").into())
    };
    Part::new(Some(system), rest).with(kept)
}

fn undecided(filter: &Value, url: &str) -> Reason {
    let text = |key: &str| filter[key].as_str().unwrap_or_default();
    format!(
        "the filter {} {} cannot be decided from what is loaded of the code system {url}",
        text("property"),
        text("op")
    )
    .into()
}
