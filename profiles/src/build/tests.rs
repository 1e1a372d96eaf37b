//! The committed files are those that the tables make; the schemas take the samples.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use caseway_proto::Syntax;
use jiff::Timestamp;
use serde_json::Value;

use super::{Artefact, artefacts, rule_pages, spine_artefacts};
use crate::registry::builtin;
use crate::rules::Rules;
use crate::{Ask, Catalogue, STRICT, Settings};

/// The files below a folder that a build makes, by their paths below it.
fn made_files(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for made in ["package", "schemas"] {
        let entries = fs::read_dir(folder.join(made)).into_iter().flatten();
        let names = entries.flatten().map(|entry| entry.file_name());
        found.extend(names.map(|name| Path::new(made).join(name)));
    }
    found
}

fn assert_committed(artefacts: &[Artefact], folder: &Path) {
    for artefact in artefacts {
        let path = folder.join(&artefact.path);
        let committed = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            committed == artefact.content,
            "{} is not what its table makes; run `caseway profiles build`",
            path.display()
        );
    }
    let made: BTreeSet<PathBuf> = artefacts.iter().map(|made| made.path.clone()).collect();
    let stale: Vec<_> = made_files(folder).difference(&made).cloned().collect();
    assert!(
        stale.is_empty(),
        "no table makes these any longer: {stale:?}"
    );
}

#[test]
fn the_committed_files_are_those_that_the_tables_make() {
    let profiles = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tables = builtin().expect("the tables are sound");
    assert_committed(&spine_artefacts(&tables.spine), &profiles.join("spine"));
    for table in &tables.registries {
        let made = artefacts(table, &tables.spine);
        assert_committed(&made, &profiles.join(&table.id));
    }
}

#[test]
fn the_committed_pages_are_those_of_the_rules() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rules");
    let pages = rule_pages(&Rules::builtin().expect("the rules are sound"));
    for page in &pages {
        let path = folder.join(&page.path);
        let committed = fs::read_to_string(&path).unwrap_or_default();
        let shown = path.display();
        assert!(
            committed == page.content,
            "{shown} is stale; run `caseway rules --out docs/rules`"
        );
    }
    let files = fs::read_dir(&folder).expect("there are pages").count();
    assert_eq!(files, pages.len(), "a page of no rule lies in docs/rules");
}

fn all_definitions() -> Vec<Value> {
    let tables = builtin().expect("the tables are sound");
    let mut all = super::spine_definitions(&tables.spine);
    for table in &tables.registries {
        all.extend(super::definitions(table, &tables.spine));
    }
    all
}

#[test]
fn every_definition_is_valid_by_what_r4_says_of_its_type() {
    let catalogue = Catalogue::new(Settings::default()).expect("R4's definitions are sound");
    for definition in all_definitions() {
        let kind = definition["resourceType"].as_str().unwrap_or_default();
        let profile = format!("http://hl7.org/fhir/StructureDefinition/{kind}");
        let ask = Ask {
            syntax: Syntax::Json,
            registry: None,
            default_registry: None,
            profile: Some(&profile),
            received_at: Timestamp::constant(1_790_000_000, 0),
            allow_synthetic: false,
            refuse: &STRICT,
        };
        let checked = catalogue.check(definition.to_string().as_bytes(), &ask);
        let url = &definition["url"];
        assert!(!checked.rejects(), "{url}: {:?}", checked.issues);
    }
}

#[test]
fn no_two_definitions_have_one_url() {
    let mut seen = BTreeSet::new();
    for definition in &all_definitions() {
        let url = definition["url"].to_string();
        assert!(seen.insert(url.clone()), "{url}");
        let id = definition["id"].as_str().unwrap_or_default();
        assert!(id.len() <= 64 && !id.contains('_'), "{id}");
    }
}

#[test]
fn the_dictionary_names_every_variable() {
    let tables = builtin().expect("the tables are sound");
    for table in &tables.registries {
        let page = super::dictionary(table, &tables.spine);
        for variable in &table.variables {
            assert!(page.contains(&format!("<article id=\"{}\">", variable.id)));
        }
    }
}

#[test]
fn the_dictionary_says_whose_tumours_belong_and_since_when_a_kind_is_taken() {
    let tables = builtin().unwrap();
    let said = |registry: &str, words: &str| {
        let table = tables.registry(registry).unwrap();
        super::dictionary(table, &tables.spine).contains(words)
    };
    assert!(said("breast", "; behaviour 2, 3; of women."));
    assert!(said("melanoma", "; morphology 8720-8790; behaviour 3."));
    assert!(said("childhood", "; to the age of 17."));
    assert!(said("childhood", ", dated from 2019-01-01)"));
    assert!(
        !said("lung", ", dated from"),
        "it takes every kind since it began"
    );
}
