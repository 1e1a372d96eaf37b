//! What the page of a case rule says besides: where it comes from, what it asks, its cases.

use std::fmt::Write as _;

use crate::case_rules::{CaseRule, Shows};

/// The part of the page.
pub(super) fn shown(rule: &CaseRule) -> String {
    let mut text = String::new();
    let (letter, meaning) = super::words::of_mark(rule.mark);
    let mut line = |name: &str, what: &str| {
        // Writing into a String does not fail.
        writeln!(text, "- {name}: {what}").ok();
    };
    line("Source", &rule.source);
    line("Known", &format!("{letter}, {meaning}"));
    if !rule.registries.is_empty() {
        line("Asked of", &rule.registries.join(", "));
    }
    if let Some(code) = rule.override_code() {
        line("Confirmed with", &format!("`{code}` and a reason"));
    }
    if let Some(when) = &rule.when {
        line("When", &format!("`{when}`"));
    }
    line("What must hold", &format!("`{}`", rule.check));
    for (title, keeps) in [("Breaks it", false), ("Keeps it", true)] {
        writeln!(text, "\n## {title}\n").ok();
        for example in rule.examples.iter().filter(|each| each.keeps() == keeps) {
            let fields = serde_json::to_string(&example.case).unwrap_or_default();
            let edge = match example.shows {
                Shows::Boundary => " (at the boundary)",
                Shows::Passing | Shows::Failing => "",
            };
            writeln!(text, "- `{fields}`{edge}").ok();
        }
    }
    text
}
