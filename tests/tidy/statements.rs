//! SQL stands in files under `statements/`: each has a comment, each is used, every
//! engine has the same, and none is written in Rust.

use std::collections::{BTreeMap, BTreeSet};

use super::none;
use super::sources::{has_extension, production, text, tracked};
use super::texts::literals;

/// A statement under a port that only one engine needs: the others keep no log in a file.
const OF_ONE_ENGINE: [&str; 1] = ["vault/truncate_wal.sql"];

/// The statement files of each engine, by the engine's folder.
fn statements() -> BTreeMap<String, BTreeSet<String>> {
    let mut statements: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in tracked().unwrap_or_default() {
        if let Some((engine, statement)) = path.split_once("/statements/")
            && has_extension(&path, "sql")
        {
            statements
                .entry(engine.to_owned())
                .or_default()
                .insert(statement.to_owned());
        }
    }
    statements
}

#[test]
fn every_statement_says_what_it_is_for() {
    let statements = statements();
    assert!(!statements.is_empty(), "there are statements");
    let mut faults = Vec::new();
    for (engine, files) in statements {
        for file in files {
            let path = format!("{engine}/statements/{file}");
            let comment =
                text(&path).and_then(|text| text.lines().next()?.strip_prefix("-- ").map(str::len));
            if comment.is_none_or(|length| length < 10) {
                faults.push(path);
            }
        }
    }
    none(
        "the first line of a statement is a comment with its purpose",
        &faults,
    );
}

#[test]
fn every_statement_is_used() {
    let sources = production().unwrap();
    let mut faults = Vec::new();
    for (engine, files) in statements() {
        let within = format!("{engine}/");
        let used: BTreeSet<String> = sources
            .iter()
            .filter(|source| source.path.starts_with(&within))
            .flat_map(literals)
            .map(|(_, literal)| literal)
            .collect();
        let unused = files.iter().filter(|file| {
            let named = format!("statements/{file}");
            !used.iter().any(|literal| literal.ends_with(&named))
        });
        faults.extend(unused.map(|file| format!("{engine}/statements/{file}")));
    }
    none("every statement is used", &faults);
}

#[test]
fn every_engine_has_the_same_statements() {
    let statements = statements();
    let all: BTreeSet<&String> = statements
        .values()
        .flatten()
        .filter(|file| !file.starts_with("engine/") && !OF_ONE_ENGINE.contains(&file.as_str()))
        .collect();
    let mut faults = Vec::new();
    for (engine, files) in &statements {
        let missing = all.iter().filter(|file| !files.contains(**file));
        faults.extend(missing.map(|file| format!("{engine} has no {file}")));
    }
    none(
        "every engine has the same statements, its own under engine/ aside",
        &faults,
    );
}

#[test]
fn no_statement_is_written_in_rust() {
    const VERBS: [&str; 4] = ["SELECT ", "INSERT ", "UPDATE ", "DELETE "];
    let mut faults = Vec::new();
    // A benchmark measures the engine's own speed beside ours.
    let sources = production()
        .unwrap()
        .into_iter()
        .filter(|source| !source.path.contains("/benches/"));
    for source in sources {
        for (line, literal) in literals(&source) {
            if VERBS
                .iter()
                .any(|verb| literal.trim_start().starts_with(verb))
            {
                faults.push(format!("{}:{line}", source.path));
            }
        }
    }
    none("SQL stands in statements/, nowhere else", &faults);
}
