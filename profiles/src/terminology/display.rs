//! What a concept is called: its display and designations, each in its language.
//!
//! Compared without regard to case and space. Languages are matched by RFC 4647,
//! 3.3.1 (basic filtering), with Norwegian's three tags taken as R4's senders use them.

use oxilangtag::LanguageTag;
use serde_json::Value;

use super::concepts::list;

/// A name of a concept.
#[derive(Clone, Debug)]
pub(super) struct Display {
    language: Option<Box<str>>,
    text: Box<str>,
}

impl Display {
    /// The names that a concept has, the display in the language of its system.
    pub(super) fn all_of(concept: &Value, language: Option<&str>) -> Vec<Self> {
        let name = |text: &Value, language: Option<&str>| {
            Some(Self {
                language: language.map(Box::from),
                text: text.as_str()?.into(),
            })
        };
        let own = name(&concept["display"], language);
        let others = list(&concept["designation"])
            .filter_map(|each| name(&each["value"], each["language"].as_str()));
        own.into_iter().chain(others).collect()
    }

    /// Whether it is one that a text of that language may use.
    pub(super) fn is_meant(&self, wanted: Option<&str>) -> bool {
        match (self.language.as_deref(), wanted) {
            (Some(own), Some(wanted)) => is_within(own, wanted),
            _ => true,
        }
    }

    /// Whether it is the same, letter case and space left out.
    pub(super) fn is(&self, text: &str) -> bool {
        *self.text == *text || letters(&self.text).eq(letters(text))
    }
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|letter| !letter.is_whitespace())
        .flat_map(char::to_lowercase)
}

/// Whether one language is the other, or a regional form of it.
fn is_within(own: &str, wanted: &str) -> bool {
    let (Ok(own), Ok(wanted)) = (LanguageTag::parse(own), LanguageTag::parse(wanted)) else {
        return true;
    };
    let (a, b) = (own.primary_language(), wanted.primary_language());
    a.eq_ignore_ascii_case(b) || (is_norwegian(a) && is_norwegian(b) && (is_any(a) || is_any(b)))
}

/// Norwegian, Bokmål and Nynorsk; the first means either of the others.
fn is_norwegian(language: &str) -> bool {
    ["no", "nb", "nn"]
        .iter()
        .any(|each| each.eq_ignore_ascii_case(language))
}

fn is_any(language: &str) -> bool {
    language.eq_ignore_ascii_case("no")
}
