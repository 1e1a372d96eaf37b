//! One code system: its codes and what they are called, or its grammar.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::Value;

use super::concepts::each_concept;
use super::display::Display;
use super::grammar::{self, Grammar};
use super::membership::{Membership, same_version};

/// How much of a code system a definition holds (R4, CodeSystem.content).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// All of it.
    Complete,
    /// Some codes: a fragment, or examples.
    Part,
    /// No codes.
    NotPresent,
    /// Additions to another system; no system itself.
    Supplement,
}

/// A code system.
#[derive(Debug)]
pub(crate) struct CodeSystem {
    pub(super) content: Content,
    version: Option<Box<str>>,
    any_case: bool,
    concepts: HashMap<Box<str>, Box<[Display]>>,
    grammar: Option<Grammar>,
}

impl CodeSystem {
    /// What a definition says, with what its supplements add.
    pub(super) fn of(definition: &Value, supplements: &[&Value]) -> Self {
        let text = |key: &str| definition[key].as_str();
        let mut system = Self {
            content: content(definition),
            version: text("version").map(Box::from),
            any_case: definition["caseSensitive"] == false,
            concepts: HashMap::new(),
            grammar: grammar::of_system(text("url").unwrap_or_default()),
        };
        let mut called: HashMap<&str, Vec<Display>> = HashMap::new();
        each_concept(definition, |concept, _| {
            let code = concept["code"].as_str().unwrap_or_default();
            let known = called.entry(code).or_default();
            known.extend(Display::all_of(concept, text("language")));
        });
        for supplement in supplements {
            let language = supplement["language"].as_str();
            each_concept(supplement, |concept, _| {
                let code = concept["code"].as_str().unwrap_or_default();
                if let Some(known) = called.get_mut(code) {
                    known.extend(Display::all_of(concept, language));
                }
            });
        }
        let keyed = called.into_iter();
        system.concepts = keyed
            .map(|(code, names)| (system.key(code).into(), names.into()))
            .collect();
        system
    }

    /// A system that is known by its grammar alone.
    pub(super) fn by_grammar(url: &str) -> Option<Self> {
        Some(Self {
            content: Content::NotPresent,
            version: None,
            any_case: false,
            concepts: HashMap::new(),
            grammar: Some(grammar::of_system(url)?),
        })
    }

    /// Whether the system has the code.
    pub(crate) fn has(&self, code: &str) -> Membership {
        if self.concepts.contains_key(&*self.key(code)) {
            return Membership::Member;
        }
        match (self.content, &self.grammar) {
            (Content::Complete | Content::Supplement, _) => Membership::NotMember,
            (_, Some(grammar)) => grammar.decide(code),
            (_, None) => Membership::Undecidable,
        }
    }

    /// Whether it can be told of every code.
    pub(super) fn is_decided(&self) -> bool {
        self.content == Content::Complete || self.grammar.is_some_and(Grammar::is_whole)
    }

    /// Its codes, where all are known.
    pub(crate) fn codes(&self) -> Option<Vec<&str>> {
        let all = self.concepts.keys().map(|code| &**code);
        (self.content == Content::Complete).then(|| all.collect())
    }

    /// How many codes it has, where that is known.
    pub(super) fn size(&self) -> Option<usize> {
        (self.content == Content::Complete).then_some(self.concepts.len())
    }

    /// Additions to another system, and so no system that a code can be of.
    pub(crate) fn is_supplement(&self) -> bool {
        self.content == Content::Supplement
    }

    /// Whether that version is the one that is loaded, as far as that is known.
    pub(crate) fn is_version(&self, version: &str) -> bool {
        self.version
            .as_deref()
            .is_none_or(|own| same_version(own, version))
    }

    /// Whether a code is called so in that language; nothing when nobody has named it.
    pub(crate) fn is_called(
        &self,
        code: &str,
        display: &str,
        language: Option<&str>,
    ) -> Option<bool> {
        let names = self.concepts.get(&*self.key(code))?;
        let meant = |name: &&Display| name.is_meant(language);
        let fits = |name: &Display| name.is(display);
        names.iter().find(meant)?;
        Some(names.iter().filter(meant).any(fits))
    }

    /// A code as the system's codes are kept.
    pub(super) fn key<'c>(&self, code: &'c str) -> Cow<'c, str> {
        if self.any_case && code.chars().any(char::is_uppercase) {
            Cow::Owned(code.to_lowercase())
        } else {
            Cow::Borrowed(code)
        }
    }
}

fn content(definition: &Value) -> Content {
    // Whatever it says of itself: "supplements" is said by supplements alone
    // (<http://hl7.org/fhir/R4/codesystem-definitions.html#CodeSystem.supplements>).
    if definition.get("supplements").is_some() {
        return Content::Supplement;
    }
    match definition["content"].as_str() {
        Some("complete") => Content::Complete,
        Some("fragment" | "example") => Content::Part,
        Some("supplement") => Content::Supplement,
        _ => Content::NotPresent,
    }
}
