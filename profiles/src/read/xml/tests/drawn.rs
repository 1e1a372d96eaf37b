//! Resources of every type, drawn from the definitions: primitives with extensions,
//! contained resources, narratives, odd but legal decimals, dates and texts.

use std::sync::Arc;

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::{Map, Value, json};

use super::R4;
use crate::plan::{Children, Named, Primitive};

const DEPTH_MAX: usize = 5;
const DECIMALS: [&str; 9] = [
    "0",
    "-0",
    "0.010",
    "1e5",
    "1E+5",
    "1.0e-3",
    "-12.50",
    "12345678901234567890.123456789",
    "0.00000000000000000000000001",
];
const TEXTS: [&str; 9] = [
    "a",
    "Åse Ødegård",
    "𝄞 e\u{301}",
    "<a href='b'>&amp;</a>",
    " in \u{a0} between ",
    "two  spaces",
    "\"quoted\" 'twice'",
    "]]>",
    "日本語",
];
const DATES: [&str; 5] = ["2024", "2024-02", "2024-02-29", "0001-01-01", "9999-12-31"];
const TIMES: [&str; 3] = [
    "2024-02-29T23:59:60Z",
    "2015-02-07T13:28:17.239+02:00",
    "2024-01-01T00:00:00.000000001-14:00",
];
const NARRATIVES: [&str; 4] = [
    "<div xmlns=\"http://www.w3.org/1999/xhtml\">a</div>",
    "<div xmlns=\"http://www.w3.org/1999/xhtml\">\n  <p>a &amp; b  </p>\n<!-- c --></div>",
    "<div xmlns='http://www.w3.org/1999/xhtml' lang=\"nb\"><p>å<br/>&#160;</p>\t</div>",
    "<div xmlns=\"http://www.w3.org/1999/xhtml\"><![CDATA[a < b]]></div>",
];

/// A source of resources.
pub(crate) struct Drawn {
    random: ChaCha8Rng,
    /// The type of the resource at hand, for elements that are like others of it.
    kind: String,
}

impl Drawn {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            random: ChaCha8Rng::seed_from_u64(seed),
            kind: String::new(),
        }
    }

    /// A resource of a type.
    pub(crate) fn resource(&mut self, kind: &str, depth: usize) -> Value {
        let outer = std::mem::replace(&mut self.kind, kind.to_owned());
        let plan = R4.type_plan(kind).unwrap();
        let children = plan.root.children.clone().unwrap();
        // The second opinion wants to know the type before anything else.
        let mut members = Map::from_iter([("resourceType".to_owned(), kind.into())]);
        members.extend(self.members(&children, depth, true));
        self.kind = outer;
        Value::Object(members)
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.random.random_range(0..100) < percent
    }

    fn one(&mut self, of: &[&str]) -> String {
        of[self.random.random_range(0..of.len())].to_owned()
    }

    fn members(
        &mut self,
        children: &Arc<Children>,
        depth: usize,
        resource: bool,
    ) -> Map<String, Value> {
        let mut members = Map::new();
        let mut taken = Vec::new();
        let wanted = if depth > 2 { 25 } else { 40 };
        for named in &children.names {
            // The second opinion takes an element of this name for a resource's type.
            let unlucky = &*named.json == "resourceType";
            if unlucky || taken.contains(&named.child) || !self.chance(wanted) {
                continue;
            }
            taken.push(named.child);
            self.member(&mut members, children, (named, resource), depth);
        }
        members
    }

    fn member(
        &mut self,
        members: &mut Map<String, Value>,
        children: &Arc<Children>,
        (named, resource): (&Named, bool),
        depth: usize,
    ) {
        let node = &children.nodes[named.child];
        let kind = named.kind.as_deref().unwrap_or_default();
        let bare = (&*named.json == "id" && !resource)
            || (&*named.json == "url"
                && children.node("valueSet").is_none()
                && children.nodes.len() < 6);
        if let Some(form) = Primitive::of(kind) {
            let alone = bare || &*named.json == "id";
            return self.primitive(members, (&named.json, node.many, alone), (form, kind));
        }
        let count = if node.many {
            self.random.random_range(1..=2)
        } else {
            1
        };
        let mut values = Vec::new();
        for _ in 0..count {
            values.extend(self.complex(children, named, depth));
        }
        if node.many && !values.is_empty() {
            members.insert(named.json.to_string(), Value::Array(values));
        } else if let Some(value) = values.pop() {
            members.insert(named.json.to_string(), value);
        }
    }

    fn complex(&mut self, children: &Arc<Children>, named: &Named, depth: usize) -> Option<Value> {
        match named.kind.as_deref() {
            Some("xhtml") => return Some(self.one(&NARRATIVES).into()),
            Some("Extension") => return Some(self.extension(depth)),
            _ if depth >= DEPTH_MAX => return None,
            Some("Resource") => {
                let kind = self.one(&["Patient", "Observation", "Binary", "Parameters"]);
                return Some(self.resource(&kind, depth + 2));
            }
            _ => {}
        }
        let node = &children.nodes[named.child];
        let below = R4.below(&self.kind, node, named)?;
        let members = self.members(&below, depth + 1, false);
        (!members.is_empty()).then_some(Value::Object(members))
    }

    fn extension(&mut self, depth: usize) -> Value {
        let url = self.one(&["http://example.org/a", "b"]);
        if depth < DEPTH_MAX && self.chance(20) {
            return json!({"url": url, "extension": [self.extension(depth + 1)]});
        }
        let text = self.one(&TEXTS);
        match self.random.random_range(0..4) {
            0 => json!({"url": url, "valueString": text}),
            1 => json!({"url": url, "valueBoolean": true, "id": "a"}),
            2 => {
                json!({"url": url, "_valueCode": {"id": "a", "extension": [{"url": "c", "valueCode": "d"}]}})
            }
            _ => json!({"url": url, "valueCoding": {"code": "a", "display": text}}),
        }
    }

    fn primitive(
        &mut self,
        members: &mut Map<String, Value>,
        (name, many, alone): (&str, bool, bool),
        (form, kind): (Primitive, &str),
    ) {
        let count = if many {
            self.random.random_range(1..=3)
        } else {
            1
        };
        let (mut values, mut besides) = (Vec::new(), Vec::new());
        for _ in 0..count {
            let beside = !alone && self.chance(25);
            let only = beside && self.chance(30);
            values.push(if only {
                Value::Null
            } else {
                self.value(form, kind)
            });
            besides.push(if beside {
                json!({"extension": [self.extension(DEPTH_MAX)]})
            } else {
                Value::Null
            });
        }
        for (name, mut values) in [(name.to_owned(), values), (format!("_{name}"), besides)] {
            if values.iter().any(|value| !value.is_null()) {
                let value = if many {
                    Value::Array(values)
                } else {
                    values.remove(0)
                };
                members.insert(name, value);
            }
        }
    }

    fn value(&mut self, form: Primitive, kind: &str) -> Value {
        match (form, kind) {
            (Primitive::Boolean, _) => self.chance(50).into(),
            (Primitive::Number, "decimal") => serde_json::from_str(&self.one(&DECIMALS)).unwrap(),
            (Primitive::Number, _) => self.random.random_range(0..=i32::MAX).into(),
            (_, "date") => self.one(&DATES).into(),
            (_, "dateTime" | "instant") => self.one(&TIMES).into(),
            _ => self.one(&TEXTS).into(),
        }
    }
}
