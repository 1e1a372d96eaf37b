//! Two element trees side by side: each element with what stands for it in the other.
//!
//! Where one of the two says nothing of an element's children, its type's stand for them;
//! where it has no such slice, what holds for all items does.

use std::sync::Arc;

use crate::compile::Library;
use crate::plan::{Children, Node};

/// A tree, and the library that it is from.
pub(super) type Tree<'t> = (&'t Library, &'t Arc<Node>);

/// How deep elements are followed: no profile goes as deep.
const DEPTH_MAX: usize = 32;

/// An element by its path, as it is in each tree.
type Tell<'f> = dyn FnMut(&str, &Node, &Node) + 'f;

/// Tells of each element that one of two trees says something of, in order.
pub(super) fn walk(a: Tree<'_>, b: Tree<'_>, tell: &mut Tell<'_>) {
    let path = if b.1.name.is_empty() {
        &a.1.name
    } else {
        &b.1.name
    };
    pair(path, a, b, &mut (tell, 0));
}

fn pair(path: &str, a: Tree<'_>, b: Tree<'_>, (tell, depth): &mut (&mut Tell<'_>, usize)) {
    if Arc::ptr_eq(a.1, b.1) || *depth > DEPTH_MAX {
        return;
    }
    tell(path, a.1, b.1);
    *depth += 1;
    children(path, a, b, &mut (&mut **tell, *depth));
    slices(path, a, b, &mut (&mut **tell, *depth));
    *depth -= 1;
}

fn children(path: &str, a: Tree<'_>, b: Tree<'_>, state: &mut (&mut Tell<'_>, usize)) {
    if a.1.children.is_none() && b.1.children.is_none() {
        return;
    }
    let (Some(of_a), Some(of_b)) = (below(a), below(b)) else {
        return;
    };
    for node in &of_b.nodes {
        if let Some(other) = of_a.node(&node.name) {
            let choice = if node.choice { "[x]" } else { "" };
            let path = format!("{path}.{}{choice}", node.name);
            pair(&path, (a.0, other), (b.0, node), state);
        }
    }
}

fn slices(path: &str, a: Tree<'_>, b: Tree<'_>, state: &mut (&mut Tell<'_>, usize)) {
    let all = |node: &Node| {
        Arc::new(Node {
            slicing: None,
            min: 0,
            ..node.clone()
        })
    };
    let list = |node: &Arc<Node>| {
        let slicing = node.slicing.iter();
        slicing
            .flat_map(|slicing| slicing.slices.clone())
            .collect::<Vec<_>>()
    };
    let (of_a, of_b) = (list(a.1), list(b.1));
    let gone = of_a
        .iter()
        .filter(|slice| of_b.iter().all(|other| other.name != slice.name));
    for slice in of_b.iter().chain(gone) {
        let find = |slices: &[crate::plan::Slice], whole: &Node| {
            let found = slices.iter().find(|other| other.name == slice.name);
            found.map_or_else(|| all(whole), |found| found.node.clone())
        };
        let (old, new) = (find(&of_a, a.1), find(&of_b, b.1));
        let path = format!("{path}:{}", slice.name);
        pair(&path, (a.0, &old), (b.0, &new), state);
    }
}

/// A node's own children, else its type's.
fn below((library, node): Tree<'_>) -> Option<Arc<Children>> {
    if node.children.is_some() {
        return node.children.clone();
    }
    let kind = node.types.first()?;
    let profile = kind.profiles.first();
    let plan = profile.and_then(|profile| library.plan(&profile.url));
    let plan = plan.or_else(|| library.type_plan(&kind.code))?;
    plan.root.children.clone()
}
