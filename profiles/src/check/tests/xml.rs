//! The same content in JSON and in XML: the same verdict, issue by issue.

use caseway_proto::{Issue, Severity, Syntax};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use super::{BUNDLE, R4, ask, bundle, told};
use crate::check::{Ask, Checked};
use crate::read::testing::{Drawn, try_xml, xml};
use crate::registry::builtin;
use crate::sample::Sampler;
use crate::{Catalogue, Settings};

fn checked(catalogue: &Catalogue, body: &[u8], profile: Option<&str>) -> Checked {
    let asked = Ask {
        syntax: Syntax::Xml,
        ..ask(profile)
    };
    catalogue.check(body, &asked)
}

/// What is told whatever the syntax: all but where it stands in the text.
fn said(issues: &[Issue]) -> Vec<(Severity, String, String, String)> {
    let all = issues.iter().map(|issue| {
        let expression = issue.expression.clone().unwrap_or_default();
        (
            issue.severity,
            issue.rule.clone(),
            expression,
            issue.message.clone(),
        )
    });
    let mut all: Vec<_> = all.collect();
    all.sort();
    all
}

/// Asserts that both syntaxes of a resource are told the same; gives how much that was.
#[track_caller]
fn same(catalogue: &Catalogue, tree: &Value, written: &str, profile: Option<&str>) -> usize {
    let json = super::checked(catalogue, tree, profile);
    let xml = checked(catalogue, written.as_bytes(), profile);
    assert_eq!(said(&xml.issues), said(&json.issues), "{written}");
    let content = |checked: &Checked| {
        let head = checked.head.as_ref()?;
        Some((
            head.content,
            head.submission_key.clone(),
            head.report_key.clone(),
        ))
    };
    assert_eq!(content(&xml), content(&json));
    assert!(xml.issues.iter().all(|issue| issue.line.is_some()));
    json.issues.len()
}

fn installed() -> Catalogue {
    let tables = builtin().unwrap();
    let mut catalogue = Catalogue::new(Settings::default()).unwrap();
    catalogue
        .install_tables(&tables.registries, &tables.spine)
        .unwrap();
    catalogue
}

#[test]
fn sample_reports_and_their_mutants_get_the_same_verdict() {
    let (catalogue, tables) = (installed(), builtin().unwrap());
    let sampler = Sampler::new(&tables, 9);
    let mut random = ChaCha8Rng::seed_from_u64(9);
    let mut issues = 0;
    for planned in (0..12).flat_map(|index| sampler.journey(index)) {
        same(&catalogue, &planned.bundle, &xml(&planned.bundle), None);
        for _ in 0..10 {
            let mut mutant = planned.bundle.clone();
            mutate(&mut mutant, &mut random);
            if let Some(written) = try_xml(&mutant) {
                issues += same(&catalogue, &mutant, &written, None);
            }
        }
    }
    assert!(issues > 500, "{issues} issues");
}

/// Changes or removes one thing, anywhere.
fn mutate(value: &mut Value, random: &mut ChaCha8Rng) {
    match value {
        Value::Array(items) if !items.is_empty() => {
            let at = random.random_range(0..items.len());
            mutate(&mut items[at], random);
        }
        Value::Object(members) => {
            let names: Vec<String> = members
                .keys()
                .filter(|name| *name != "resourceType")
                .cloned()
                .collect();
            let Some(name) = names.get(random.random_range(0..names.len().max(1))) else {
                return;
            };
            if members.len() > 2 && random.random_range(0..4) == 0 {
                members.remove(name);
            } else {
                mutate(&mut members[name], random);
            }
        }
        Value::String(text) if text.starts_with("<div") => *text = text.replace("<p>", "<blink>"),
        Value::String(text) => text.push_str(" x "),
        Value::Number(_) => *value = json!(-1),
        other => *other = json!(false),
    }
}

#[test]
fn resources_of_every_type_get_the_same_verdict() {
    let mut drawn = Drawn::new(3);
    let mut issues = 0;
    for kind in R4.library.definitions.resources() {
        let profile = format!("http://hl7.org/fhir/StructureDefinition/{kind}");
        for _ in 0..5 {
            let resource = drawn.resource(kind, 0);
            issues += same(&R4, &resource, &xml(&resource), Some(&profile));
        }
    }
    assert!(issues > 5_000, "{issues} issues");
}

#[test]
fn a_finding_of_the_walk_has_its_line_and_column_in_xml() {
    let mut tree = bundle();
    tree["entry"][1]["resource"]["status"] = json!("done");
    tree["entry"][1]["resource"]["code"]["coding"][0]["system"] = json!("a b");
    let written = xml(&tree);
    let issues = checked(&R4, written.as_bytes(), Some(BUNDLE)).issues;
    let lines: Vec<&str> = written.lines().collect();
    for (issue, wanted) in issues
        .iter()
        .zip(["<status", "<system"].iter().rev().chain(&["<status"]))
    {
        let line = lines[issue.line.unwrap() as usize - 1];
        let at = &line[issue.column.unwrap() as usize - 1..];
        assert!(
            at.starts_with("<status") || at.starts_with("<system"),
            "{wanted} {issue:?} {at}"
        );
    }
    let rules: Vec<(String, String)> = told(&issues);
    assert_eq!(rules.len(), 2, "{rules:?}");
}

#[test]
fn what_the_reader_tells_refuses_the_report() {
    let written = xml(&bundle()).replacen(
        "<type value=\"collection\"/>",
        "<type value=\"collection\" a=\"b\"/>",
        1,
    );
    let issues = checked(&R4, written.as_bytes(), Some(BUNDLE)).issues;
    let rule = "xml-attribute-unknown".to_owned();
    assert_eq!(told(&issues), [(rule, "Bundle.type".to_owned())]);
    assert_eq!(issues[0].line, Some(3));
}

#[test]
fn an_unknown_type_is_told_as_in_json() {
    let issues = checked(&R4, b"<Bundel xmlns=\"http://hl7.org/fhir\"/>", None).issues;
    assert_eq!(
        (issues[0].rule.as_str(), issues[0].severity),
        ("resource-type-unknown", Severity::Fatal)
    );
    assert_eq!(issues.len(), 1);
}
