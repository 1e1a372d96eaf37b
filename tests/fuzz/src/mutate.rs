//! Mutations: of trees where the bytes are JSON, of tokens and bytes everywhere. The same
//! seed makes the same of the same bytes.

use serde_json::{Map, Value, json};

/// Tokens that mean something to one reader or another.
const TOKENS: [&str; 40] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "null",
    "-0",
    "1e999999999",
    "\\u0000",
    "\\ud800",
    "\"resourceType\":\"Bundle\"",
    "\"entry\":[",
    "\"contained\":[",
    "\"_value\":{",
    "<",
    "/>",
    "</",
    "&#0;",
    "&amp;",
    "&a;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "<?xml version=\"1.0\"?>",
    "xmlns=\"http://hl7.org/fhir\"",
    "xmlns:a=\"b\"",
    "<div xmlns=\"http://www.w3.org/1999/xhtml\">",
    "(",
    ")",
    ".where($this",
    ".repeat(children())",
    " and ",
    "%resource",
    "2147483648",
    "@2024-02-30T",
    "'\\u{0}'",
    "descendants()",
    "\u{feff}",
];

/// Numbers drawn from a seed (`SplitMix64`).
#[derive(Clone, Debug)]
pub struct Draw(u64);

impl Draw {
    /// Numbers from a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below another; 0 below 0.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % end).unwrap_or(0)
    }

    fn one<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }
}

/// Something else, made of bytes.
#[must_use]
pub fn mutated(bytes: &[u8], seed: u64) -> Vec<u8> {
    let mut draw = Draw::new(seed);
    let rounds = 1 + draw.below(3);
    if draw.below(4) > 0
        && let Ok(mut tree) = serde_json::from_slice::<Value>(bytes)
    {
        for _ in 0..rounds {
            let other = part(&tree, &mut draw).clone();
            change(&mut tree, other, &mut draw);
        }
        return tree.to_string().into_bytes();
    }
    let mut bytes = bytes.to_vec();
    for _ in 0..rounds {
        splice(&mut bytes, &mut draw);
    }
    bytes
}

/// Changes some bytes: a token put in, some left out, some said twice, some moved.
fn splice(bytes: &mut Vec<u8>, draw: &mut Draw) {
    let at = draw.below(bytes.len() + 1);
    let long = draw.below(40).min(bytes.len() - at);
    match draw.below(6) {
        0 => insert(bytes, at, draw.one(&TOKENS).as_bytes()),
        1 => {
            bytes.drain(at..at + long);
        }
        2 => {
            let again = bytes[at..at + long].repeat(1 + draw.below(30));
            insert(bytes, at, &again);
        }
        3 => {
            let moved: Vec<u8> = bytes.drain(at..at + long).collect();
            let to = draw.below(bytes.len() + 1);
            insert(bytes, to, &moved);
        }
        4 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = byte.wrapping_add(u8::try_from(draw.below(256)).unwrap_or(1));
            }
        }
        _ => {
            let token = draw.one(&TOKENS).repeat(1 + draw.below(100));
            insert(bytes, at, token.as_bytes());
        }
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, new: &[u8]) {
    bytes.splice(at..at, new.iter().copied());
}

/// Some part of a tree.
fn part<'t>(tree: &'t Value, draw: &mut Draw) -> &'t Value {
    let mut at = tree;
    loop {
        let inner = match at {
            Value::Object(members) => members.values().nth(draw.below(members.len())),
            Value::Array(items) => items.get(draw.below(items.len())),
            _ => None,
        };
        match inner {
            Some(inner) if draw.below(5) > 0 => at = inner,
            _ => return at,
        }
    }
}

/// Changes some part of a tree; `other` is some part of it as it was.
fn change(tree: &mut Value, other: Value, draw: &mut Draw) {
    let inner = match tree {
        Value::Object(members) if draw.below(6) > 0 => {
            let nth = draw.below(members.len());
            members.values_mut().nth(nth)
        }
        Value::Array(items) if draw.below(6) > 0 => {
            let nth = draw.below(items.len());
            items.get_mut(nth)
        }
        _ => None,
    };
    match inner {
        Some(inner) => change(inner, other, draw),
        None => *tree = changed(std::mem::take(tree), other, draw),
    }
}

fn changed(value: Value, other: Value, draw: &mut Draw) -> Value {
    match value {
        Value::Object(members) if draw.below(3) > 0 => Value::Object(object(members, other, draw)),
        Value::Array(items) if draw.below(3) > 0 => Value::Array(array(items, other, draw)),
        value => match draw.below(9) {
            0 => other,
            1 => json!([value]),
            2 => json!({"extension": [{"url": "http://a.example/b", "valueString": value}]}),
            3 => Value::Null,
            4 => json!(""),
            5 => json!(draw.one(&TOKENS)),
            6 => json!(draw.one(&TOKENS).repeat(1 + draw.below(200))),
            7 => json!(draw.next()),
            _ => json!([]),
        },
    }
}

/// A member left out, put under another's name, said again beside, or put within itself.
fn object(mut members: Map<String, Value>, other: Value, draw: &mut Draw) -> Map<String, Value> {
    let names: Vec<String> = members.keys().cloned().collect();
    let name = |draw: &mut Draw| {
        names
            .get(draw.below(names.len()))
            .cloned()
            .unwrap_or_default()
    };
    let (one, two) = (name(draw), name(draw));
    match draw.below(5) {
        0 => {
            members.remove(&one);
        }
        1 => {
            members.insert(one, other);
        }
        2 => {
            let value = members.remove(&one).unwrap_or(other);
            members.insert(two, value);
        }
        3 => {
            members.insert(format!("_{one}"), other);
        }
        _ => {
            let whole = Value::Object(members.clone());
            let name = draw.one(&["contained", "extension", "resource", "part", "item"]);
            members.insert((*name).to_owned(), json!([whole]));
        }
    }
    members
}

/// An item left out, said many times, or another put in.
fn array(mut items: Vec<Value>, other: Value, draw: &mut Draw) -> Vec<Value> {
    let at = draw.below(items.len() + 1);
    match draw.below(3) {
        0 if at < items.len() => {
            items.remove(at);
        }
        1 if at < items.len() => {
            let again = std::iter::repeat_n(items[at].clone(), draw.below(12));
            items.extend(again.collect::<Vec<_>>());
        }
        _ => items.insert(at, other),
    }
    items
}
