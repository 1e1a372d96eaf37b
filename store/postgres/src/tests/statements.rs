//! Statements are files: each is used, says what it is for, and has its name.

use std::fs;
use std::path::{Path, PathBuf};

pub(super) fn crate_folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(super) fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    found
}

#[test]
fn every_statement_is_used_and_none_is_missing() {
    let code: String = files(&crate_folder().join("src"), "rs")
        .iter()
        .map(|file| fs::read_to_string(file).unwrap())
        .collect();
    for file in files(&crate_folder().join("statements"), "sql") {
        let name = file.strip_prefix(crate_folder()).unwrap().to_str().unwrap();
        assert!(code.contains(&format!("{name}\"")), "{name} is not used");
    }
}

#[test]
fn every_statement_begins_with_its_name_and_purpose() {
    for file in files(&crate_folder().join("statements"), "sql") {
        let text = fs::read_to_string(&file).unwrap();
        let name = file.file_stem().unwrap().to_str().unwrap();
        let purpose = text.strip_prefix(&format!("-- {name}: "));
        let purpose = purpose.and_then(|rest| rest.lines().next());
        assert!(
            purpose.is_some_and(|purpose| purpose.ends_with('.')),
            "{name} does not begin with its name and purpose"
        );
    }
}

#[test]
fn every_table_and_column_is_explained() {
    for file in files(&crate_folder().join("migrations"), "sql") {
        let text = fs::read_to_string(&file).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for pair in lines.windows(2) {
            let declares = pair[1].starts_with("CREATE TABLE")
                || pair[1].starts_with("CREATE VIEW")
                || column(pair[1]);
            assert!(
                !declares || pair[0].trim_start().starts_with("-- "),
                "{} is not explained",
                pair[1]
            );
        }
    }
}

/// Whether a line of a table begins a column: a lower-case name and a type.
fn column(line: &str) -> bool {
    let mut words = line.trim_start().split(' ');
    let name = words.next().unwrap_or_default();
    let kind = words.next().unwrap_or_default().trim_end_matches(',');
    line.starts_with("    ")
        && name
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter == '_')
        && ["BIGINT", "INTEGER", "TEXT", "BYTEA", "BOOLEAN"].contains(&kind)
}
