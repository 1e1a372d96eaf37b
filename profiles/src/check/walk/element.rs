//! The members of an object against the children of an element: how many, which types.

use caseway_proto::IssueCode;
use serde_json::{Map, Value};

use super::slices::is_sliced;
use super::{Step, Walker};
use crate::plan::{Children, Node};
use crate::read::Finding;

impl<'a> Walker<'a> {
    /// Walks the members of an object.
    pub(super) fn members(&mut self, members: &'a Map<String, Value>, children: &Children) {
        if !self.scene.effort.spend(1 + members.len()) {
            return;
        }
        let mut choices = Vec::new();
        for (key, value) in members {
            let stem = key.strip_prefix('_').unwrap_or(key);
            let Some(named) = children.find(stem) else {
                self.stranger(key, children);
                continue;
            };
            let node = &children.nodes[named.child];
            self.way.push(Step::Key(key));
            if node.choice && stem.len() == key.len() {
                choices.push(named.child);
            }
            if stem.len() == key.len() {
                self.beside = None;
                if !node.rules.is_empty() {
                    self.beside = members.get(&format!("_{key}"));
                }
                self.element(node, named.kind.as_deref(), value);
            } else {
                self.beside(value, members.get(stem).is_none().then_some(node));
            }
            self.way.pop();
        }
        self.one_choice_each(&choices, children);
        for &child in &children.required {
            if !is_there(members, children, child) {
                self.missing(&children.nodes[child]);
            }
        }
    }

    /// A name that the profile has no element for: FHIR may have one of another type.
    fn stranger(&mut self, key: &'a str, children: &Children) {
        let typed = |node: &&std::sync::Arc<Node>| {
            let rest = key.strip_prefix(&*node.name);
            node.choice
                && rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
        };
        if let Some(node) = children.nodes.iter().find(typed) {
            let finding = not_allowed(node);
            self.way.push(Step::Key(key));
            self.add(finding);
            self.way.pop();
        }
    }

    fn one_choice_each(&mut self, choices: &[usize], children: &Children) {
        for (at, child) in choices.iter().enumerate() {
            if choices[..at].contains(child) {
                let name = &children.nodes[*child].name;
                let message =
                    format!("The element {name} has values of two types. Keep one of them.");
                self.add(Finding::error(
                    "choice-more-than-one",
                    IssueCode::Structure,
                    message,
                ));
            }
        }
    }

    /// Walks what stands under one name.
    fn element(&mut self, node: &Node, kind: Option<&str>, value: &'a Value) {
        let items = match value {
            Value::Array(items) if node.many => items.as_slice(),
            Value::Array(_) => return,
            single => std::slice::from_ref(single),
        };
        self.count(node, items.len());
        if let (true, Some(kind)) = (node.choice, kind)
            && !node.allows(kind)
        {
            return self.add(not_allowed(node));
        }
        let indexed = matches!(value, Value::Array(_));
        if is_sliced(node) {
            let items = items.iter().enumerate();
            let items: Vec<_> = items
                .map(|(index, item)| (item, indexed.then_some(index)))
                .collect();
            return self.sliced(node, kind, &items);
        }
        for (index, item) in items.iter().enumerate() {
            self.one(node, kind, (item, indexed.then_some(index)));
        }
    }

    /// Walks one value of an element.
    pub(super) fn one(
        &mut self,
        node: &Node,
        kind: Option<&str>,
        (item, at): (&'a Value, Option<usize>),
    ) {
        if let Some(index) = at {
            self.way.push(Step::Item(index));
        }
        self.item(node, kind, item);
        if at.is_some() {
            self.way.pop();
        }
    }

    fn count(&mut self, node: &Node, found: usize) {
        if found > node.max as usize {
            let (rule, message) = if node.max == 0 {
                (
                    "element-forbidden",
                    format!(
                        "The profile does not allow {} here. Leave it out.",
                        node.name
                    ),
                )
            } else {
                (
                    "element-too-many",
                    format!(
                        "The profile allows {} at most {} times here. Leave some out.",
                        node.name, node.max
                    ),
                )
            };
            self.add(Finding::error(rule, IssueCode::Structure, message));
        } else if found < node.min as usize {
            self.add(Finding::error(
                "element-missing",
                IssueCode::Required,
                format!(
                    "The profile wants {} at least {} times here. Add what is missing.",
                    node.name, node.min
                ),
            ));
        }
    }

    /// Tells of an element that is not there at all.
    fn missing(&mut self, node: &Node) {
        if node.min > 0 {
            self.add(Finding::error(
                "element-missing",
                IssueCode::Required,
                format!("The mandatory element {} is missing. Add it.", node.name),
            ));
        } else if let Some(slicing) = &node.slicing {
            self.all_missing(node, slicing);
        }
    }
}

fn not_allowed(node: &Node) -> Finding {
    let types: Vec<&str> = node.types.iter().map(|each| &*each.code).collect();
    let message = format!(
        "The element {} has a type that the profile does not allow. Use one of these: {}.",
        node.name,
        types.join(", ")
    );
    Finding::error("type-not-allowed", IssueCode::Structure, message)
}

/// Whether a child is there under any of its names, or at least something beside it.
fn is_there(members: &Map<String, Value>, children: &Children, child: usize) -> bool {
    let node = &children.nodes[child];
    if !node.choice && members.contains_key(&*node.name) {
        return true;
    }
    members.keys().any(|key| {
        let named = children.find(key.strip_prefix('_').unwrap_or(key));
        named.is_some_and(|named| named.child == child)
    })
}
