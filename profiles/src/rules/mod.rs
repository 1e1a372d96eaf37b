//! What a Sender can be told: every rule, with its sentences in English and Norwegian.
//!
//! The rules are data, a file a family in `rules/`. Whoever finds something writes one of
//! the rule's English sentences; that sentence is what is kept, and by it the same is said
//! in Norwegian ([`Voice`]) and is found which message of HL7's means the same. A
//! sentence that no rule has, such as a constraint of a package written elsewhere, is said
//! as it stands. Leaves out when a rule is broken.

mod language;
mod of_case;
mod sentence;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use caseway_proto::{Issue, IssueCode, Severity};
use serde::Deserialize;

pub use language::Language;
pub use sentence::Sentence;

use crate::case_rules::{CaseRule, CaseRules};
use crate::definitions::InstallError;

/// A file of rules.
macro_rules! family {
    ($path:literal) => {
        ($path, include_str!(concat!("../../rules/", $path, ".toml")))
    };
}

/// The families, in the order in which a report meets them; the invariants of FHIR R4 by what
/// they are about, those that reports meet first.
const FAMILIES: [(&str, &str); 18] = [
    family!("doors"),
    family!("json"),
    family!("xml"),
    family!("structure"),
    family!("profile"),
    family!("bundle"),
    family!("narrative"),
    family!("invariants/data-types"),
    family!("invariants/documents"),
    family!("invariants/clinical"),
    family!("invariants/administrative"),
    family!("invariants/questionnaires"),
    family!("invariants/terminologies"),
    family!("invariants/definitions"),
    family!("invariants/capabilities"),
    family!("invariants/tests"),
    family!("invariants/names"),
    family!("registry"),
];

/// The blank in which a sentence of another rule stands, without its full stop.
const WITHIN: &str = "why";

/// A rule: what is told, and what it means.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its id: stable, never reused.
    pub id: String,
    /// How bad it is where nothing makes it worse or better.
    pub severity: Severity,
    /// What kind of finding it is.
    pub code: IssueCode,
    /// The id of HL7's message where the meaning is the same.
    pub hl7: Option<String>,
    /// Whether it cannot be silenced for any Sender.
    #[serde(default)]
    pub firm: bool,
    /// What it means, for whoever reads its page.
    pub means: String,
    /// What is said of it; the first that fits is the one.
    pub sentences: Vec<Sentence>,
    /// A body that breaks it and one that keeps it.
    pub example: Option<Example>,
    /// Why there is no such example, where there can be none.
    pub no_example: Option<String>,
    /// The case rule that it is.
    #[serde(skip)]
    pub case: Option<Arc<CaseRule>>,
}

/// A body that breaks a rule and one that keeps it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The profile that both are checked against; without one their own type.
    pub profile: Option<String>,
    /// Whether both are checked as reports of a registry.
    #[serde(default)]
    pub registry: bool,
    /// The body that breaks the rule.
    pub broken: String,
    /// The body that keeps it.
    pub kept: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    rule: Vec<Rule>,
}

/// All rules.
#[derive(Debug)]
pub struct Rules {
    all: Vec<Rule>,
    by_id: HashMap<String, usize>,
}

impl Rules {
    /// Reads the rules that come with the program.
    ///
    /// # Errors
    ///
    /// A file of them is not as it must be.
    pub fn builtin() -> Result<Self, InstallError> {
        let mut all = Vec::new();
        for (family, text) in FAMILIES {
            let read: Result<Family, _> = toml::from_str(text);
            let source = |source| InstallError::Rules {
                family,
                source: Box::new(source),
            };
            all.extend(read.map_err(source)?.rule);
        }
        all.extend(CaseRules::builtin()?.shared().map(of_case::rule));
        let ids = all.iter().enumerate();
        let by_id = ids.map(|(index, rule)| (rule.id.clone(), index)).collect();
        Ok(Self { all, by_id })
    }

    /// The rules, family by family.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.all.iter()
    }

    /// The rule of that id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Rule> {
        self.by_id.get(id).map(|&index| &self.all[index])
    }

    /// Who says the rules' sentences in a language.
    #[must_use]
    pub const fn voice(&self, language: Language) -> Voice<'_> {
        Voice {
            rules: self,
            language,
        }
    }

    /// Gives each finding the id of HL7's message that means the same.
    pub(crate) fn credit(&self, issues: &mut [Issue]) {
        for issue in issues {
            let Some(rule) = self.find(&issue.rule) else {
                continue;
            };
            let sentence = rule.sentence(&issue.message).map(|(sentence, _)| sentence);
            let own = sentence.and_then(|sentence| sentence.hl7.as_ref());
            issue.hl7 = own.or(rule.hl7.as_ref()).cloned();
        }
    }
}

impl Rule {
    /// The sentence that a message is, with what stands in its blanks.
    fn sentence<'m>(&self, message: &'m str) -> Option<(&Sentence, sentence::Blanks<'_, 'm>)> {
        let mut fitting = self.sentences.iter();
        fitting.find_map(|sentence| Some((sentence, sentence.blanks(message)?)))
    }
}

/// Who says the rules' sentences in a language.
#[derive(Clone, Copy, Debug)]
pub struct Voice<'r> {
    rules: &'r Rules,
    language: Language,
}

impl Voice<'_> {
    /// A message of a rule in this language, or as it stands where the rule has no such sentence.
    #[must_use]
    pub fn say<'m>(&self, rule: &str, message: &'m str) -> Cow<'m, str> {
        let sentence = || self.rules.find(rule)?.sentence(message);
        match self.language {
            Language::English => message.into(),
            Language::Norwegian => match sentence() {
                Some((sentence, blanks)) => sentence
                    .in_norwegian(&blanks, |blank, found| self.say_within(blank, found))
                    .into(),
                None => message.into(),
            },
        }
    }

    /// What stood in a blank, which may be a sentence of another rule.
    fn say_within<'m>(&self, blank: &str, found: &'m str) -> Cow<'m, str> {
        let sentence = format!("{found}.");
        let of_each = |rule: &Rule| {
            let (known, blanks) = rule.sentence(&sentence)?;
            Some(known.in_norwegian(&blanks, |_, found| found.into()))
        };
        let within = || self.rules.iter().find_map(of_each);
        match (blank == WITHIN).then(within).flatten() {
            Some(said) => said.trim_end_matches('.').to_owned().into(),
            None => found.into(),
        }
    }

    /// Says the messages of findings in this language.
    pub fn tell(&self, issues: &mut [Issue]) {
        for issue in issues {
            if let Cow::Owned(said) = self.say(&issue.rule, &issue.message) {
                issue.message = said;
            }
        }
    }
}
