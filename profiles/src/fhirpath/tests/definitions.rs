//! Every constraint that R4 and the packages at hand have.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::fhirpath::{Expression, Refusal};
use crate::{Catalogue, InstallError, Settings};

use super::R4;

/// The distinct expressions of a definition's constraints.
fn expressions(definition: &Value, found: &mut BTreeSet<String>) {
    for form in ["snapshot", "differential"] {
        let elements = definition[form]["element"].as_array().into_iter().flatten();
        for constraint in elements
            .filter_map(|each| each["constraint"].as_array())
            .flatten()
        {
            found.extend(constraint["expression"].as_str().map(str::to_owned));
        }
    }
}

#[test]
fn every_expression_of_r4_compiles() {
    let definitions = &R4.library.definitions;
    let mut found = BTreeSet::new();
    for name in definitions.names("") {
        if let Some(definition) = definitions.structure(name) {
            expressions(&definition, &mut found);
        }
    }
    println!("{} distinct expressions in R4's definitions", found.len());
    assert!(found.len() > 190);
    for expression in &found {
        let compiled = Expression::compile(expression);
        assert!(compiled.is_ok(), "{expression}: {compiled:?}");
    }
}

#[test]
fn every_expression_of_the_foreign_package_compiles() {
    let path = "../../shared/samples/mcode/hl7.fhir.us.mcode-4.0.0.tgz";
    let root = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let Ok(package) = std::fs::read(root.join(path)) else {
        return eprintln!("{path} is not there: nothing was tested");
    };
    let package = crate::definitions::Source::Package(package);
    let unread = |_: &[u8]| Err("no XML is in it".to_owned());
    let package = crate::definitions::open(&package, &unread).unwrap();
    let mut found = BTreeSet::new();
    for definition in package.read("StructureDefinition") {
        expressions(&definition, &mut found);
    }
    println!("{} distinct expressions in the package", found.len());
    assert!(found.len() > 20);
    for expression in &found {
        let compiled = Expression::compile(expression);
        assert!(compiled.is_ok(), "{expression}: {compiled:?}");
    }
}

#[test]
fn a_constraint_that_cannot_be_run_is_refused_when_it_is_installed() {
    for expression in [
        "status.exists(",
        "status.subsumes('http://a')",
        "%nothing.exists()",
    ] {
        let mut catalogue = Catalogue::new(Settings::default()).unwrap();
        let profile = serde_json::json!({
            "resourceType": "StructureDefinition",
            "url": "http://example.org/p",
            "type": "Observation",
            "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Observation",
            "differential": {"element": [{
                "id": "Observation.status", "path": "Observation.status",
                "constraint": [{
                    "key": "own-1", "severity": "error", "human": "No", "expression": expression
                }]
            }]}
        });
        let refused = catalogue.define(&[profile]).unwrap_err();
        assert!(
            matches!(&refused, InstallError::Constraint { element, key, .. }
                if element == "Observation.status" && key == "own-1"),
            "{refused}"
        );
        assert!(refused.to_string().contains("own-1"));
    }
}

#[test]
fn a_constraint_without_a_key_or_a_sentence_is_refused_when_it_is_installed() {
    for lacks in ["key", "human"] {
        let mut constraint = serde_json::json!({
            "key": "own-1", "severity": "error", "human": "No", "expression": "status.exists()"
        });
        constraint.as_object_mut().unwrap().remove(lacks);
        let profile = serde_json::json!({
            "resourceType": "StructureDefinition",
            "url": "http://example.org/p",
            "type": "Observation",
            "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Observation",
            "differential": {"element": [{
                "id": "Observation", "path": "Observation", "constraint": [constraint]
            }]}
        });
        let mut catalogue = Catalogue::new(Settings::default()).unwrap();
        let refused = catalogue.define(&[profile]).unwrap_err();
        assert!(
            matches!(&refused, InstallError::ConstraintNameless { lacks: found, .. } if *found == lacks),
            "{refused}"
        );
    }
}

#[test]
fn what_is_no_fhirpath_is_refused_with_the_place() {
    let at = |text: &str| match Expression::compile(text) {
        Err(Refusal::Syntax { at, .. }) => at,
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(at("a +"), 3);
    assert_eq!(at("a b"), 2);
    assert_eq!(at("(a"), 2);
    assert_eq!(at("a.'b'"), 2);
    assert_eq!(at("'a"), 2);
    assert_eq!(at("@2015-13"), 0);
    assert_eq!(at("a # b"), 2);
    assert_eq!(at("''.$this"), 3);
    assert_eq!(at("12345678901"), 0);
    assert_eq!(
        Expression::compile("a.memberOf()").unwrap_err(),
        Refusal::Arguments { name: "memberOf" }
    );
    assert_eq!(
        Expression::compile("a.matches('(')").unwrap_err(),
        Refusal::Pattern
    );
}

#[test]
fn what_is_nested_too_deep_is_refused_and_overflows_nothing() {
    let deep =
        |open: &str, close: &str| format!("{}1{}", open.repeat(20_000), close.repeat(20_000));
    for text in [
        deep("(", ")"),
        deep("a(", ")"),
        deep("exists(", ")"),
        deep("a[", "]"),
        deep("1 + ", ""),
        deep("-", ""),
        deep("a.", ""),
        deep("not().", ""),
        deep("a implies ", ""),
    ] {
        let _ = Expression::compile(&text);
    }
    let chain = format!("true{}", " or true".repeat(10_000));
    assert_eq!(Expression::compile(&chain).unwrap_err(), Refusal::TooLarge);
}
