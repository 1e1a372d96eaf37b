//! The parts that sentences about elements are made of.

use serde_json::Value;

use crate::plan::{Binding, Node, ProfileRef, Rule, Rules, Slicing, Strength};

/// The longest text of a value that is quoted whole, in characters.
const QUOTED_MAX: usize = 160;

/// A value of a profile, as it is written there.
pub(super) fn quoted(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(QUOTED_MAX) {
        Some((end, _)) => format!("{} …", &text[..end]),
        None => text,
    }
}

/// The types of an element.
pub(super) fn types(node: &Node) -> Vec<String> {
    let mut types: Vec<String> = node
        .types
        .iter()
        .map(|each| each.code.to_string())
        .collect();
    types.dedup();
    types
}

/// The profiles that are asked of an element.
pub(super) fn profiles(node: &Node) -> Vec<String> {
    urls(node.types.iter().flat_map(|each| &each.profiles))
}

/// The profiles that are asked of what an element refers to.
pub(super) fn targets(node: &Node) -> Vec<String> {
    urls(node.types.iter().flat_map(|each| &each.targets))
}

fn urls<'p>(profiles: impl Iterator<Item = &'p ProfileRef>) -> Vec<String> {
    profiles.map(|profile| profile.url.to_string()).collect()
}

/// How often an element may be there.
pub(super) fn times(max: u32) -> String {
    match max {
        u32::MAX => "any number of times".to_owned(),
        1 => "once".to_owned(),
        max => format!("{max} times"),
    }
}

/// What a binding says of an element.
pub(super) fn bound(path: &str, binding: &Binding) -> String {
    match binding.strength {
        Strength::Required => format!("{path} must have a code of {}", binding.url),
        Strength::Extensible => {
            format!(
                "{path} should have a code of {} where one fits",
                binding.url
            )
        }
    }
}

/// What an invariant says of an element.
pub(super) fn invariant(path: &str, rule: &Rule) -> String {
    let weight = if rule.rejects { "must" } else { "should" };
    format!("{path} {weight} keep {}: {}", rule.key, rule.human)
}

/// How the items of an element are told apart.
pub(super) fn sliced(path: &str, slicing: &Slicing) -> String {
    let by: Vec<String> = slicing
        .discriminators
        .iter()
        .map(|(kind, path)| format!("the {kind} of {path}"))
        .collect();
    let by = if by.is_empty() {
        "nothing that can be checked".to_owned()
    } else {
        by.join(" and ")
    };
    let others = match slicing.rules {
        Rules::Open => "others are allowed",
        Rules::Closed => "no others are allowed",
        Rules::OpenAtEnd => "others are allowed behind them",
    };
    let order = if slicing.ordered {
        ", in this order"
    } else {
        ""
    };
    let names: Vec<&str> = slicing.slices.iter().map(|slice| &*slice.name).collect();
    format!(
        "{path} has the parts {}{order}, told apart by {by}; {others}",
        names.join(", ")
    )
}
