//! Which element of the definitions a child is: its form, its order, its number.

use super::attributes::Tag;
use super::frame::{Frame, What};
use super::members::count;
use super::reader::Reader;
use crate::check::describe::unknown_name;
use crate::plan::{Children, Named, Node, Primitive};
use crate::read::Part;

/// The frame of a child of the element that is open.
pub(super) fn child<'a>(reader: &mut Reader<'a, '_>, tag: &Tag<'a>) -> Frame<'a> {
    let passed_over = Frame::new(tag.local(), tag.at, What::Skipped { inner: 0 });
    let Some(outer) = reader.frames.last() else {
        return passed_over;
    };
    if let What::Container(held) = &outer.what {
        if held.is_none() {
            return reader.resource(tag, outer.depth + 1);
        }
        let message = "There is more than one resource here. Give each an element of its own.";
        reader.tell("xml-resource-count", message, tag.at);
        return passed_over;
    }
    let Some(children) = outer.children.clone() else {
        return passed_over;
    };
    let Some(named) = children.find(tag.local()) else {
        unknown(reader, tag, &children);
        return passed_over;
    };
    let node = &children.nodes[named.child];
    if let Some((rule, message)) = refused(outer, node, tag.local()) {
        tell_of(reader, tag, rule, &message);
        return passed_over;
    }
    order(reader, tag, named);
    known(reader, tag, node, named)
}

/// Tells of a name that the definitions do not have. The nearest is looked for only
/// where that is still to be told: a body may have as many such names as it has bytes for.
fn unknown(reader: &mut Reader<'_, '_>, tag: &Tag<'_>, children: &Children) {
    let mut place = reader.place();
    place.push(Part::from(tag.local()));
    if reader.findings.wants("element-unknown", &place) {
        let known = children.names.iter().map(|named| &*named.json);
        let message = unknown_name(tag.local(), known);
        reader.tell_at("element-unknown", &message, (place, tag.at));
    }
}

/// Tells of a child at its own place.
fn tell_of(reader: &mut Reader<'_, '_>, tag: &Tag<'_>, rule: &str, message: &str) {
    let mut place = reader.place();
    place.push(Part::from(tag.local()));
    reader.tell_at(rule, message, (place, tag.at));
}

/// Why a child that the definitions have cannot stand here as an element.
fn refused(outer: &Frame<'_>, node: &Node, name: &str) -> Option<(&'static str, String)> {
    let attribute = match outer.what {
        What::Complex { extension } => name == "id" || (name == "url" && extension),
        What::Primitive(..) => name == "id",
        _ => false,
    };
    if attribute {
        let message = "This is an attribute in XML and not an element. Write it so.";
        return Some(("xml-attribute-expected", message.to_owned()));
    }
    let known = |name: &str| count(&outer.members, name) > 0;
    if node.many || !(known(name) || known(&format!("_{name}"))) {
        return None;
    }
    let message = format!(
        "FHIR allows {} at most once here. Leave some out.",
        node.name
    );
    Some(("element-too-many", message))
}

/// FHIR's order is that of the definitions (<http://hl7.org/fhir/R4/xml.html>).
fn order(reader: &mut Reader<'_, '_>, tag: &Tag<'_>, named: &Named) {
    let Some(outer) = reader.frames.last_mut() else {
        return;
    };
    let furthest = outer.furthest;
    outer.furthest = furthest.max(named.child);
    if named.child >= furthest || std::mem::replace(&mut outer.told.order, true) {
        return;
    }
    let before = outer
        .children
        .as_ref()
        .and_then(|all| all.nodes.get(furthest));
    let before = before.map_or("what stands before it", |node| &node.name);
    let message = format!("In FHIR's order this element comes before {before}. Move it there.");
    tell_of(reader, tag, "xml-element-order", &message);
}

/// The frame of a child that the definitions have.
fn known<'a>(reader: &mut Reader<'a, '_>, tag: &Tag<'a>, node: &Node, named: &Named) -> Frame<'a> {
    let kind = named.kind.as_deref().unwrap_or_default();
    let what = match Primitive::of(kind) {
        Some(form) => What::Primitive(form, None),
        None if kind == "Resource" => What::Container(None),
        None if kind == "xhtml" => What::Narrative {
            inner: 0,
            bare: false,
        },
        None => What::Complex {
            extension: kind == "Extension",
        },
    };
    let mut frame = Frame::new(tag.local(), tag.at, what);
    frame.children = match frame.what {
        What::Primitive(..) => reader.beside.clone(),
        What::Complex { .. } => reader.library.below(innermost(reader), node, named),
        _ => None,
    };
    frame.many = node.many;
    if let Some(outer) = reader.frames.last() {
        frame.index = count(&outer.members, frame.name);
        let own = usize::from(!matches!(frame.what, What::Container(_)));
        frame.depth = outer.depth + usize::from(node.many) + own;
    }
    frame
}

/// The type of the innermost resource that is open.
fn innermost<'a>(reader: &Reader<'a, '_>) -> &'a str {
    let mut resources = reader.frames.iter().rev();
    let found = resources.find(|frame| matches!(frame.what, What::Resource));
    found.map_or("", |frame| frame.name)
}
