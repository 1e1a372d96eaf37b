//! JSON Schema 2020-12 from R4's own definitions.
//!
//! Objects have no members but those defined; arrays and single values follow the
//! base type; primitives have their form as a format of ours and an `_name` beside
//! them. Resources within resources are left to the dispatch.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::formats::primitive;
use crate::compile::Library;
use crate::plan::{Children, Named, Node, Plan};

/// The schema of a resource type.
pub(super) fn schema(library: &Library, kind: &str) -> Option<Value> {
    let plan = library.type_plan(kind)?;
    let mut writer = Writer {
        wanted: BTreeSet::from(["Element".to_owned()]),
        ..Writer::default()
    };
    let mut schema = writer.object(&plan, plan.root.children.as_deref()?);
    schema["properties"]["resourceType"] = json!({"type": "string"});
    while let Some(name) = writer.wanted.pop_first() {
        writer.done.insert(name.clone());
        let plan = library.type_plan(&name)?;
        let object = writer.object(&plan, plan.root.children.as_deref()?);
        writer.definitions.insert(name, object);
    }
    let definitions: Map<String, Value> = writer.definitions.into_iter().collect();
    schema["$defs"] = Value::Object(definitions);
    Some(schema)
}

#[derive(Default)]
struct Writer {
    definitions: BTreeMap<String, Value>,
    /// Data types that are used and not yet written.
    wanted: BTreeSet<String>,
    done: BTreeSet<String>,
}

impl Writer {
    fn object(&mut self, plan: &Plan, children: &Children) -> Value {
        let mut properties = Map::new();
        for named in &children.names {
            let node = &children.nodes[named.child];
            let (form, simple) = self.form(plan, node, named);
            if simple {
                let beside = json!({"$ref": "#/$defs/Element"});
                properties.insert(format!("_{}", named.json), repeated(node, beside, simple));
            }
            properties.insert(named.json.to_string(), repeated(node, form, simple));
        }
        json!({"type": "object", "properties": properties, "additionalProperties": false})
    }

    /// The form of one value, and whether it is a primitive.
    fn form(&mut self, plan: &Plan, node: &Node, named: &Named) -> (Value, bool) {
        if let Some(path) = &node.same_as {
            return (reference(&format!("{}.{path}", plan.kind)), false);
        }
        if let Some(children) = &node.children {
            let object = self.object(plan, children);
            self.definitions.insert(node.id.to_string(), object);
            return (reference(&node.id), false);
        }
        let kind = named.kind.as_deref().unwrap_or_default();
        if let Some(form) = primitive(kind) {
            return (form, kind != "xhtml");
        }
        if kind == "Resource" {
            return (json!({"type": "object"}), false);
        }
        if !self.done.contains(kind) {
            self.wanted.insert(kind.to_owned());
        }
        (reference(kind), false)
    }
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/$defs/{name}")})
}

/// An array where the base type has one; primitives in it may be null beside their `_name`.
fn repeated(node: &Node, form: Value, simple: bool) -> Value {
    if !node.many {
        return form;
    }
    let items = if simple {
        json!({"anyOf": [{"type": "null"}, form]})
    } else {
        form
    };
    json!({"type": "array", "minItems": 1, "items": items})
}
