//! A snapshot's flat list of elements, as a tree.

use std::sync::Arc;

use serde_json::Value;

use super::element::{self, Segment};
use super::slice::implied;
use super::{tighten, widen};
use crate::definitions::InstallError;
use crate::plan::{Children, Node, Rules, Slice, Slicing};

/// An element while its children and slices are still coming.
struct Draft {
    node: Node,
    children: Vec<Draft>,
    slices: Vec<(Box<str>, Draft)>,
}

/// The tree of a snapshot.
pub(super) fn tree(elements: &[Value], url: &str) -> Result<Arc<Node>, InstallError> {
    let refused = || InstallError::NotAProfile {
        url: url.to_owned(),
    };
    let mut elements = elements.iter().zip(element::ids(elements, url)?);
    let (first, id) = elements.next().ok_or_else(refused)?;
    let mut root = draft(first, &id, url)?;
    for (each, id) in elements {
        let segments = element::segments(&id);
        insert(
            &mut root,
            segments.get(1..).unwrap_or_default(),
            draft(each, &id, url)?,
        )
        .ok_or_else(|| InstallError::UnknownElement {
            profile: url.to_owned(),
            element: id.clone(),
        })?;
    }
    Ok(Arc::new(frozen(root)))
}

fn draft(value: &Value, id: &str, url: &str) -> Result<Draft, InstallError> {
    let mut node = element::node(value, id, url)?;
    widen::possible(url, id, &node)?;
    if let Some(slicing) = value.get("slicing") {
        node.slicing = Some(Box::new(slicing_of(slicing)));
    }
    Ok(Draft {
        node,
        children: Vec::new(),
        slices: Vec::new(),
    })
}

/// What an element says of how it is sliced, the slices still to come.
pub(super) fn slicing_of(value: &Value) -> Slicing {
    let discriminators = value["discriminator"].as_array().into_iter().flatten();
    let text = |value: &Value| -> Box<str> { value.as_str().unwrap_or_default().into() };
    Slicing {
        discriminators: discriminators
            .map(|each| (text(&each["type"]), text(&each["path"])))
            .collect(),
        rules: match value["rules"].as_str() {
            Some("closed") => Rules::Closed,
            Some("openAtEnd") => Rules::OpenAtEnd,
            _ => Rules::Open,
        },
        ordered: value["ordered"] == true,
        slices: Vec::new(),
    }
}

fn insert(at: &mut Draft, segments: &[Segment<'_>], new: Draft) -> Option<()> {
    let (segment, rest) = segments.split_first()?;
    let name = segment.name.strip_suffix("[x]").unwrap_or(segment.name);
    let known = at
        .children
        .iter_mut()
        .rfind(|child| &*child.node.name == name);
    let (child, slice) = match (known, segment.slice) {
        (None, None) if rest.is_empty() => {
            at.children.push(new);
            return Some(());
        }
        (None, _) => return None,
        (Some(child), None) => return insert(child, rest, new),
        (Some(child), Some(slice)) => (child, slice),
    };
    insert_slice(child, slice, rest, new)
}

/// Puts an element into the slice of that name, or into the slice that it is a part of.
fn insert_slice(at: &mut Draft, name: &str, rest: &[Segment<'_>], new: Draft) -> Option<()> {
    let part_of = |known: &str| {
        name.strip_prefix(known)
            .is_some_and(|end| end.starts_with('/'))
    };
    if let Some((_, whole)) = at.slices.iter_mut().find(|(known, _)| part_of(known)) {
        return insert_slice(whole, name, rest, new);
    }
    if let Some((_, known)) = at.slices.iter_mut().find(|(known, _)| **known == *name) {
        return insert(known, rest, new);
    }
    if !rest.is_empty() {
        return None;
    }
    at.slices.push((name.into(), new));
    Some(())
}

fn frozen(draft: Draft) -> Node {
    let mut node = draft.node;
    if !draft.children.is_empty() {
        let nodes = draft
            .children
            .into_iter()
            .map(|child| Arc::new(frozen(child)));
        node.children = Some(Arc::new(Children::new(nodes.collect())));
    }
    if !draft.slices.is_empty() {
        let slices = draft.slices.into_iter().map(|(name, slice)| {
            let mut slice = frozen(slice);
            if slice.children.is_none() && slice.types.iter().all(|each| each.profiles.is_empty()) {
                slice.children.clone_from(&node.children);
            }
            tighten::inherit(&mut slice, &node, true);
            Slice {
                name,
                node: Arc::new(slice),
                tests: Vec::new(),
                decidable: false,
            }
        });
        let slices = slices.collect();
        let implied = Box::new(implied(&node).unwrap_or_default());
        let mut slicing = node.slicing.take().unwrap_or(implied);
        slicing.slices = slices;
        node.slicing = Some(slicing);
    }
    node
}
