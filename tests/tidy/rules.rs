//! What a sender is told is in the catalogue of rules: every rule, every sentence.
//!
//! Looks at the string literals of the files that tell senders something, those within
//! `format!` and the like among them.

use std::collections::BTreeSet;

use caseway_profiles::{Rules, Sentence};
use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

use super::none;
use super::sources::{is_for_tests, production};

/// Where senders are told something.
const TELLING: [&str; 7] = [
    "gateway/src/doors/grpc/",
    "gateway/src/doors/rest/",
    "gateway/src/intake/checking.rs",
    "gateway/src/overload.rs",
    "profiles/src/check/",
    "profiles/src/read/",
    "store/src/admission.rs",
];

/// A page to read, in English only.
const ACCOUNT_PAGE: &str = "gateway/src/doors/rest/page.rs";

/// Words in those files that look like the id of a rule and are none.
const NO_RULES: [&str; 14] = [
    "batch-response",
    "basis-of-diagnosis",
    "caseway-rule",
    "condition-role",
    "entered-in-error",
    "extension-",
    "fhir-",
    "not-done",
    "primary-tumour",
    "process-message",
    "retry-after",
    "transaction-response",
    "utf-8",
    "x-gzip",
];

#[test]
fn every_rule_that_is_told_is_in_the_catalogue() {
    let rules = Rules::builtin().unwrap();
    let faults: Vec<String> = told()
        .unwrap()
        .into_iter()
        .filter(|(_, text)| is_id(text) && !NO_RULES.contains(&text.as_str()))
        .filter(|(_, text)| rules.find(text).is_none())
        .map(|(path, text)| format!("{path}: {text:?} is in no profiles/rules/*.toml"))
        .collect();
    none("every rule that is told is in the catalogue", &faults);
}

#[test]
fn every_rule_in_the_catalogue_is_told() {
    let told: BTreeSet<String> = told().unwrap().into_iter().map(|(_, text)| text).collect();
    let rules = Rules::builtin().unwrap();
    // FHIR's own constraints are told by the key that their definitions give.
    let own = rules
        .iter()
        .filter(|rule| !rule.means.starts_with("FHIR R4 asks this of "))
        // A case rule is told by the id that its table gives.
        .filter(|rule| rule.case.is_none());
    let faults: Vec<String> = own
        .filter(|rule| !told.contains(&rule.id))
        .map(|rule| rule.id.clone())
        .collect();
    none("every rule in the catalogue is told somewhere", &faults);
}

#[test]
fn every_sentence_that_is_told_is_in_the_catalogue() {
    let rules = Rules::builtin().unwrap();
    let known: Vec<String> = rules
        .iter()
        .flat_map(|rule| rule.sentences.iter().map(|sentence| bare(&sentence.en)))
        .collect();
    let faults: Vec<String> = told()
        .unwrap()
        .into_iter()
        .filter(|(_, text)| is_sentence(text) && !is_known(&bare(text), &known))
        .map(|(path, text)| format!("{path}: {text:?}"))
        .collect();
    none("every sentence that is told is in the catalogue", &faults);
}

/// A text with nothing said of its blanks.
fn bare(text: &str) -> String {
    let pieces = text.split('}').map(|piece| match piece.split_once('{') {
        Some((words, _)) => format!("{words}{{}}"),
        None => piece.to_owned(),
    });
    pieces.collect()
}

/// Whether a text is a sentence of the catalogue, or what its blanks may become, or a part.
fn is_known(text: &str, known: &[String]) -> bool {
    let pattern = Sentence {
        en: text.to_owned(),
        nb: String::new(),
        hl7: None,
    };
    let mut known = known.iter();
    known.any(|sentence| sentence.contains(text) || pattern.blanks(sentence).is_some())
}

fn is_sentence(text: &str) -> bool {
    text.ends_with('.') && text.split(' ').count() > 3
}

/// Whether a text is written as ids of rules are: words of lower case with hyphens.
fn is_id(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    text.contains('-')
        && text.bytes().all(plain)
        && text.starts_with(|c: char| c.is_ascii_lowercase())
}

/// The string literals of the files that tell senders something, each with its file.
fn told() -> anyhow::Result<Vec<(String, String)>> {
    let mut all = Vec::new();
    for source in production()? {
        let telling = TELLING.iter().any(|path| source.path.starts_with(path));
        if telling && source.path != ACCOUNT_PAGE {
            let mut literals = Literals(Vec::new());
            literals.visit_file(&source.syntax);
            all.extend(
                literals
                    .0
                    .into_iter()
                    .map(|text| (source.path.clone(), text)),
            );
        }
    }
    assert!(
        !all.is_empty(),
        "there are files that tell senders something"
    );
    Ok(all)
}

struct Literals(Vec<String>);

impl Literals {
    fn tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Literal(literal) => {
                    if let syn::Lit::Str(text) = syn::Lit::new(literal) {
                        self.0.push(text.value());
                    }
                }
                _ => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Literals {
    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if !is_for_tests(&module.attrs) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.0.push(text.value());
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.tokens(call.tokens.clone());
    }
}

#[test]
fn literals_are_found_in_macros_and_not_in_tests() {
    let syntax = syn::parse_file(
        "fn a() { b(\"one\", format!(\"{x} two\", c(\"three\"))) }\n#[cfg(test)]\nmod t { fn d() { e(\"four\") } }",
    )
    .unwrap();
    let mut literals = Literals(Vec::new());
    literals.visit_file(&syntax);
    assert_eq!(literals.0, ["one", "{x} two", "three"]);
    assert!(is_known(
        &bare("Of {} at most {most}."),
        &["Of {} at most three.".to_owned()]
    ));
    assert!(!is_known("Of that.", &["Of this.".to_owned()]));
}
