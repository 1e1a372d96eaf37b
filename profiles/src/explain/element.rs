//! What one element requires beyond its base.

use super::sentence::{bound, invariant, profiles, quoted, sliced, targets, times, types};
use crate::plan::Node;

/// Adds the sentences about an element that are not true of its base.
pub(super) fn required(path: &str, base: &Node, node: &Node, said: &mut Vec<String>) {
    how_often(path, base, node, said);
    if node.max == 0 {
        return;
    }
    kinds(path, base, node, said);
    values(path, base, node, said);
    for rule in &node.rules {
        if base.rules.iter().all(|known| known.key != rule.key) {
            said.push(invariant(path, rule));
        }
    }
    let parts = |node: &Node| {
        let slicing = node.slicing.as_ref();
        slicing
            .filter(|slicing| !slicing.slices.is_empty())
            .map(|slicing| sliced(path, slicing))
    };
    said.extend(parts(node).filter(|own| parts(base).as_ref() != Some(own)));
}

fn how_often(path: &str, base: &Node, node: &Node, said: &mut Vec<String>) {
    if node.min > base.min {
        said.push(match node.min {
            1 => format!("{path} must be there"),
            min => format!("{path} must be there at least {}", times(min)),
        });
    }
    if node.max == 0 && base.max > 0 {
        said.push(format!("{path} must not be there"));
    } else if node.max < base.max {
        said.push(format!("{path} may be there at most {}", times(node.max)));
    }
}

fn kinds(path: &str, base: &Node, node: &Node, said: &mut Vec<String>) {
    let (kinds, asked, targets_) = (types(node), profiles(node), targets(node));
    if !kinds.is_empty() && kinds != types(base) {
        said.push(format!("{path} must be a {}", kinds.join(" or a ")));
    }
    if !asked.is_empty() && asked != profiles(base) {
        said.push(format!("{path} must meet {}", asked.join(" or ")));
    }
    if !targets_.is_empty() && targets_ != targets(base) {
        said.push(format!("{path} must refer to {}", targets_.join(" or ")));
    }
}

fn values(path: &str, base: &Node, node: &Node, said: &mut Vec<String>) {
    let facets = [
        (&node.fixed, &base.fixed, "must be exactly"),
        (&node.pattern, &base.pattern, "must have within it"),
        (&node.least, &base.least, "must not be below"),
        (&node.greatest, &base.greatest, "must not be above"),
    ];
    for (own, known, verb) in facets {
        if let Some(own) = own.as_ref().filter(|_| own != known) {
            said.push(format!("{path} {verb} {}", quoted(own)));
        }
    }
    if let Some(most) = node
        .length_max
        .filter(|_| node.length_max != base.length_max)
    {
        said.push(format!("{path} must not be longer than {most} characters"));
    }
    if let Some(binding) = node
        .binding
        .as_ref()
        .filter(|_| node.binding != base.binding)
    {
        said.push(bound(path, binding));
    }
}
