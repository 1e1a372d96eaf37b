//! A page for each rule: what it means, what is said, a body that breaks it, one that keeps it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::Artefact;
use super::artefact::write_all;
use crate::rules::{Example, Rule, Rules};

/// The pages of all rules, with one that lists them.
#[must_use]
pub fn rule_pages(rules: &Rules) -> Vec<Artefact> {
    let pages = rules.iter().map(|rule| Artefact {
        path: PathBuf::from(format!("{}.md", rule.id)),
        content: page(rule),
    });
    let list = Artefact {
        path: PathBuf::from("README.md"),
        content: list(rules),
    };
    std::iter::once(list).chain(pages).collect()
}

/// Writes the pages of all rules into a folder; gives how many.
///
/// # Errors
///
/// A folder or file that cannot be written.
pub fn write_rules(rules: &Rules, folder: &Path) -> std::io::Result<usize> {
    write_all(&rule_pages(rules), folder)
}

fn list(rules: &Rules) -> String {
    let mut text = String::from(
        "# Rules\n\nWhat a sender can be told. Written by `caseway rules --out docs/rules`. A finding of a\n\
         rule that is not here is a constraint of the profile it names, told in the profile's words.\n\n\
         | rule | severity | what it says first |\n|---|---|---|\n",
    );
    for rule in rules.iter() {
        let first = rule.sentences.first().map_or("", |sentence| &sentence.en);
        let row = (&rule.id, rule.severity.as_str(), first.replace('|', "\\|"));
        line(
            &mut text,
            format_args!("| [{0}]({0}.md) | {1} | {2} |", row.0, row.1, row.2),
        );
    }
    text
}

/// The page of a rule.
#[must_use]
pub fn page(rule: &Rule) -> String {
    let mut text = format!("# {}\n\n{}\n\n", rule.id, rule.means);
    line(
        &mut text,
        format_args!("- Severity: {}", rule.severity.as_str()),
    );
    line(
        &mut text,
        format_args!("- FHIR issue type: {}", rule.code.as_str()),
    );
    for hl7 in ids(rule) {
        line(&mut text, format_args!("- HL7's message: `{hl7}`"));
    }
    let silenced = if rule.firm {
        "no"
    } else {
        "for one sender, by the operators"
    };
    line(&mut text, format_args!("- Can be silenced: {silenced}"));
    text.push_str("\n## What is said\n");
    for sentence in &rule.sentences {
        line(
            &mut text,
            format_args!("\n- en: {}\n- nb: {}", sentence.en, sentence.nb),
        );
    }
    if let Some(example) = &rule.example {
        text.push_str(&shown(example));
    }
    if let Some(case) = &rule.case {
        text.push_str("\n## What is asked\n\n");
        text.push_str(&super::case_rule::shown(case));
    }
    if let Some(why) = &rule.no_example {
        line(&mut text, format_args!("\n## No example\n\n{why}"));
    }
    text
}

/// The ids of HL7's messages, of the rule and of its sentences.
fn ids(rule: &Rule) -> impl Iterator<Item = &String> {
    let own = rule
        .sentences
        .iter()
        .filter_map(|sentence| sentence.hl7.as_ref());
    rule.hl7.iter().chain(own)
}

fn shown(example: &Example) -> String {
    let mut text = String::new();
    if let Some(profile) = &example.profile {
        line(&mut text, format_args!("\nChecked against `{profile}`:"));
    }
    for (title, body) in [("Breaks it", &example.broken), ("Keeps it", &example.kept)] {
        let body = laid_out(body);
        line(&mut text, format_args!("\n## {title}\n\n```\n{body}\n```"));
    }
    text
}

/// A body with its parts on lines of their own, where nothing of it is lost by that.
fn laid_out(body: &str) -> String {
    let ink = |text: &str| {
        text.chars()
            .filter(|letter| !letter.is_whitespace())
            .count()
    };
    let tree: Result<serde_json::Value, _> = serde_json::from_str(body);
    let text = tree.map(|tree| format!("{tree:#}"));
    text.ok()
        .filter(|text| ink(text) == ink(body))
        .unwrap_or_else(|| body.to_owned())
}

fn line(text: &mut String, what: std::fmt::Arguments<'_>) {
    // Writing into a String does not fail.
    writeln!(text, "{what}").ok();
}
