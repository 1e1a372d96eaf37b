//! What stands in texts: nothing unfinished, no path of a machine, no registry's host.

use proc_macro2::{TokenStream, TokenTree};

use super::none;
use super::sources::{Source, is_test, rust, text, tracked};

/// Words of unfinished work, in two halves so that this file is not found by itself.
const UNFINISHED: [(&str, &str); 5] = [
    ("TO", "DO"),
    ("FIX", "ME"),
    ("XX", "X"),
    ("unimplement", "ed!"),
    ("to", "do!"),
];
/// Folders of machines.
const FOLDERS: [&str; 4] = ["work", "root", "home", "tmp"];
/// Hosts of package registries, in two halves.
const HOSTS: [(&str, &str); 6] = [
    ("crates", ".io"),
    ("npmjs", ".org"),
    ("npmjs", ".com"),
    ("pypi", ".org"),
    ("packages.fhir", ".org"),
    ("proxy.golang", ".org"),
];
/// What is written by people, by the ends of its names.
const WRITTEN: [&str; 7] = [".rs", ".sql", ".md", ".toml", ".sh", ".proto", ".ci/run"];

/// Every line of what is written by people, as `path`, line and text; tests left out where asked.
fn lines(tests_too: bool) -> Vec<(String, usize, String)> {
    let paths = tracked().unwrap_or_default().into_iter();
    let written = paths
        .filter(|path| WRITTEN.iter().any(|end| path.ends_with(end)))
        .filter(|path| tests_too || !is_test(path));
    let mut lines = Vec::new();
    for path in written {
        let text = text(&path).unwrap_or_default();
        let numbered = text
            .lines()
            .enumerate()
            .map(|(index, line)| (path.clone(), index + 1, line.to_owned()));
        lines.extend(numbered);
    }
    lines
}

fn found(lines: Vec<(String, usize, String)>, has: impl Fn(&str) -> bool) -> Vec<String> {
    let found = lines.into_iter().filter(|(_, _, line)| has(line));
    found
        .map(|(path, number, line)| format!("{path}:{number} {}", line.trim()))
        .collect()
}

#[test]
fn nothing_is_left_unfinished() {
    let words = UNFINISHED.map(|(first, second)| format!("{first}{second}"));
    let faults = found(lines(true), |line| {
        words.iter().any(|word| has_word(line, word))
    });
    none("no unfinished work is kept in comments", &faults);
}

#[test]
fn no_path_of_a_machine_is_written_down() {
    let faults = found(lines(false), names_a_folder);
    none("no path of a machine", &faults);
}

#[test]
fn no_package_registry_is_named_by_its_host() {
    let hosts = HOSTS.map(|(first, second)| format!("{first}{second}"));
    let faults = found(lines(true), |line| {
        hosts.iter().any(|host| line.contains(host.as_str()))
    });
    none("no package registry's host name", &faults);
}

/// Whether a line has a word that no letter, digit or line stands beside.
fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let joins = |letter: Option<char>| {
            letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
        };
        !joins(before) && (word.ends_with('!') || !joins(after))
    })
}

/// Whether a line has an absolute path into a machine's own folders.
fn names_a_folder(line: &str) -> bool {
    FOLDERS.iter().any(|folder| {
        let path = format!("/{folder}");
        line.match_indices(&path).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            let after = line[at + path.len()..].chars().next();
            let starts = before.is_none_or(|letter| " \"'`(=:<".contains(letter));
            starts && after.is_none_or(|letter| "/\"'` )".contains(letter))
        })
    })
}

/// The string literals of a Rust file outside its trailing tests, each with its line.
pub(crate) fn literals(source: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    if let Ok(tokens) = source.text.parse::<TokenStream>() {
        collect(tokens, &mut found);
    }
    found.retain(|(line, _)| *line <= source.production_lines);
    found
}

fn collect(tokens: TokenStream, found: &mut Vec<(usize, String)>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => collect(group.stream(), found),
            TokenTree::Literal(literal) => {
                let line = literal.span().start().line;
                if let syn::Lit::Str(text) = syn::Lit::new(literal) {
                    found.push((line, text.value()));
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

#[test]
fn words_and_folders_are_found_where_they_stand_alone() {
    assert!(
        has_word("// XX: look", "XX") && !has_word("XXL", "XX") && !has_word("mastodon", "todo")
    );
    assert!(names_a_folder("see /home/me") && names_a_folder("\"/tmp\""));
    assert!(!names_a_folder("report/work-up") && !names_a_folder("https://a.example/home/x"));
}

#[test]
fn string_literals_are_read_with_their_lines() {
    let sources = rust().unwrap();
    let own = sources
        .iter()
        .find(|source| source.path.ends_with("tidy/texts.rs"));
    // Absent only while this file is not yet tracked.
    if let Some(own) = own {
        assert!(
            literals(own)
                .iter()
                .any(|(_, literal)| literal == "proxy.golang")
        );
    }
}
