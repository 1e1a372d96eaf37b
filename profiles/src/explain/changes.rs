//! What a new version of a profile would newly refuse, and what it would newly allow.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::Arc;

use serde_json::Value;

use super::pairs;
use super::sentence::{profiles, quoted, targets, times, types};
use crate::compile::Library;
use crate::plan::{Binding, Node, Plan, Rule, Rules, Run, Strength};

/// What would change for senders: every sentence names what a report has, and so both what
/// is newly refused and what is newly allowed are said in the same words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// What is accepted now and would not be.
    pub refuses: Vec<String>,
    /// What is refused now and would not be.
    pub allows: Vec<String>,
}

/// The most codes of a value set that are named.
const CODES_MAX: usize = 12;

/// The changes from the older Plan to the newer.
pub(super) fn between(old: (&Library, &Plan), new: (&Library, &Plan)) -> Changes {
    let mut changes = Changes::default();
    let (older, newer) = ((old.0, &old.1.root), (new.0, &new.1.root));
    pairs::walk(older, newer, &mut |path, old, new| {
        changes.how_often(path, old, new);
        changes.kinds(path, old, new);
        changes.values(path, old, new);
        changes.rules(path, old, new);
        changes.parts(path, old, new);
    });
    let mut sets = BTreeSet::new();
    pairs::walk(older, newer, &mut |_, old, new| {
        if let (Some(before), Some(after)) = (&old.binding, &new.binding)
            && before.url == after.url
            && after.strength == Strength::Required
        {
            sets.insert(after.url.clone());
        }
    });
    for url in sets {
        changes.codes(&url, old.0, new.0);
    }
    changes
}

impl Changes {
    /// Whether nothing would change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.refuses.is_empty() && self.allows.is_empty()
    }

    fn how_often(&mut self, path: &str, old: &Node, new: &Node) {
        if new.min > old.min {
            self.refuses.push(too_few(path, new.min));
        } else if new.min < old.min {
            self.allows.push(too_few(path, old.min));
        }
        if new.max < old.max {
            self.refuses.push(too_many(path, new.max));
        } else if new.max > old.max {
            self.allows.push(too_many(path, old.max));
        }
    }

    fn kinds(&mut self, path: &str, old: &Node, new: &Node) {
        self.listed(&types(old), &types(new), |each| {
            format!("{path} as a {each}")
        });
        let asked = |node: &Node| profiles(node);
        self.narrowed(
            &asked(old),
            &asked(new),
            &format!("{path} that does not meet"),
        );
        self.narrowed(
            &targets(old),
            &targets(new),
            &format!("{path} that does not refer to"),
        );
    }

    /// Of a list of what is allowed: what is no longer in it, and what is new.
    fn listed(&mut self, old: &[String], new: &[String], sentence: impl Fn(&str) -> String) {
        let missing = |from: &[String], other: &[String]| -> Vec<String> {
            let gone = from.iter().filter(|each| !other.contains(each));
            gone.map(|each| sentence(each)).collect()
        };
        self.refuses.extend(missing(old, new));
        self.allows.extend(missing(new, old));
    }

    /// Of a list of which one must be met, where none means anything.
    fn narrowed(&mut self, old: &[String], new: &[String], what: &str) {
        let (before, after) = (old.join(" or "), new.join(" or "));
        if !new.is_empty() && (old.is_empty() || old.iter().any(|each| !new.contains(each))) {
            self.refuses.push(format!("{what} {after}"));
        }
        if !old.is_empty() && (new.is_empty() || new.iter().any(|each| !old.contains(each))) {
            self.allows.push(format!("{what} {before}"));
        }
    }

    fn values(&mut self, path: &str, old: &Node, new: &Node) {
        let facets = [
            (&old.fixed, &new.fixed, "other than"),
            (&old.pattern, &new.pattern, "without"),
            (&old.least, &new.least, "below"),
            (&old.greatest, &new.greatest, "above"),
        ];
        for (old, new, but) in facets {
            let sentence = |value: &Arc<Value>| format!("{path} {but} {}", quoted(value));
            if old != new {
                self.refuses.extend(new.as_ref().map(sentence));
                self.allows.extend(old.as_ref().map(sentence));
            }
        }
        let length = |node: &Node| node.length_max.unwrap_or(usize::MAX);
        if length(new) < length(old) {
            let most = length(new);
            self.refuses
                .push(format!("{path} longer than {most} characters"));
        } else if length(new) > length(old) {
            let most = length(old);
            self.allows
                .push(format!("{path} longer than {most} characters"));
        }
        self.bindings(path, old, new);
    }

    fn bindings(&mut self, path: &str, old: &Node, new: &Node) {
        let required = |binding: &Option<Binding>| {
            let binding = binding.as_ref();
            binding
                .filter(|binding| binding.strength == Strength::Required)
                .cloned()
        };
        let (old, new) = (required(&old.binding), required(&new.binding));
        if old != new {
            let but = |binding: &Binding| format!("{path} without a code of {}", binding.url);
            self.refuses.extend(new.as_ref().map(but));
            self.allows.extend(old.as_ref().map(but));
        }
    }

    fn rules(&mut self, path: &str, old: &Node, new: &Node) {
        let missing = |from: &Node, other: &Node| -> Vec<String> {
            let run = |rule: &&Rule| {
                rule.rejects
                    && !other
                        .rules
                        .iter()
                        .any(|known| known.rejects && same(&known.run, &rule.run))
            };
            let gone = from.rules.iter().filter(run);
            let broken = |rule: &Rule| format!("{path} that breaks {}: {}", rule.key, rule.human);
            gone.map(broken).collect()
        };
        self.refuses.extend(missing(new, old));
        self.allows.extend(missing(old, new));
    }

    fn parts(&mut self, path: &str, old: &Node, new: &Node) {
        let closed = |node: &Node| {
            let slicing = node.slicing.as_ref();
            slicing.map_or(Rules::Open, |slicing| slicing.rules)
        };
        let ordered = |node: &Node| node.slicing.as_ref().is_some_and(|slicing| slicing.ordered);
        let others = |rules| match rules {
            Rules::Open => None,
            Rules::Closed => Some(format!("{path} that is none of its named parts")),
            Rules::OpenAtEnd => Some(format!(
                "{path} that is none of its named parts and not last"
            )),
        };
        if closed(old) != closed(new) {
            self.refuses.extend(others(closed(new)));
            self.allows.extend(others(closed(old)));
        }
        let order = || format!("{path} whose parts are in another order than the profile's");
        match (ordered(old), ordered(new)) {
            (false, true) => self.refuses.push(order()),
            (true, false) => self.allows.push(order()),
            _ => {}
        }
        if closed(old) == Rules::Closed && closed(new) == Rules::Closed {
            let names = |node: &Node| -> Vec<String> {
                let slices = node.slicing.iter().flat_map(|slicing| &slicing.slices);
                slices.map(|slice| slice.name.to_string()).collect()
            };
            self.listed(&names(old), &names(new), |name| {
                format!("{path} as its part {name}")
            });
        }
    }

    /// The codes that a value set lists in one version and not in the other.
    fn codes(&mut self, url: &str, old: &Library, new: &Library) {
        let (before, after) = (listed(old, url), listed(new, url));
        let named = |from: &BTreeSet<String>, other: &BTreeSet<String>| {
            let missing: Vec<&str> = from.difference(other).map(String::as_str).collect();
            let more = missing.len().saturating_sub(CODES_MAX);
            let mut text = missing[..missing.len() - more].join(", ");
            if more > 0 {
                text = format!("{text} and {more} more");
            }
            (!missing.is_empty()).then_some(text)
        };
        let sentence = |codes: String| format!("the codes {codes} of {url}");
        self.refuses.extend(named(&before, &after).map(sentence));
        self.allows.extend(named(&after, &before).map(sentence));
    }
}

fn too_few(path: &str, min: u32) -> String {
    match min {
        1 => format!("{path} missing"),
        min => format!("{path} fewer than {}", times(min)),
    }
}

fn too_many(path: &str, max: u32) -> String {
    match max {
        0 => format!("{path} at all"),
        max => format!("{path} more than {}", times(max)),
    }
}

/// Whether two invariants are run alike.
fn same(a: &Run, b: &Run) -> bool {
    let text = |run: &dyn Debug| format!("{run:?}");
    match (a, b) {
        (Run::Expression(a), Run::Expression(b)) => text(a) == text(b),
        (Run::Check(a), Run::Check(b)) => std::ptr::fn_addr_eq(*a, *b),
        _ => false,
    }
}

/// The codes that a value set names one by one.
fn listed(library: &Library, url: &str) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    let Some(set) = library.definitions.value_set(url) else {
        return codes;
    };
    let includes = set["compose"]["include"].as_array().into_iter().flatten();
    for include in includes {
        let system = include["system"].as_str().unwrap_or_default();
        for concept in include["concept"].as_array().into_iter().flatten() {
            let code = concept["code"].as_str().unwrap_or_default();
            codes.insert(format!("{system}|{code}"));
        }
    }
    codes
}
