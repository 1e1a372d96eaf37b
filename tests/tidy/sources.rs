//! The tracked files, and the Rust ones among them parsed.

use std::path::Path;

use anyhow::Context as _;
use syn::spanned::Spanned as _;

pub(crate) use caseway_tests::repository::{text, tracked};

/// A Rust file.
pub(crate) struct Source {
    /// Its path from the workspace's folder.
    pub path: String,
    /// Its text.
    pub text: String,
    /// What it says.
    pub syntax: syn::File,
    /// Its lines before a trailing `#[cfg(test)]` module.
    pub production_lines: usize,
}

impl Source {
    fn read(path: String) -> anyhow::Result<Self> {
        let text = text(&path).with_context(|| format!("{path} is not UTF-8"))?;
        let syntax = syn::parse_file(&text).with_context(|| format!("{path} is not Rust"))?;
        let production_lines = production_lines(&text, &syntax);
        Ok(Self {
            path,
            text,
            syntax,
            production_lines,
        })
    }

    /// Whether the whole file is tests.
    pub(crate) fn is_test(&self) -> bool {
        is_test(&self.path)
    }

    /// The text before a trailing `#[cfg(test)]` module.
    pub(crate) fn production_text(&self) -> String {
        self.text
            .lines()
            .take(self.production_lines)
            .collect::<Vec<_>>()
            .join("\n")
    }
}

/// Whether a path is that of tests: under `tests/` or `conformance/`, or called `tests.rs`.
pub(crate) fn is_test(path: &str) -> bool {
    path.split('/')
        .any(|part| ["tests", "tests.rs", "conformance"].contains(&part))
}

/// Whether a path ends in that extension.
pub(crate) fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|found| found == extension)
}

/// Every tracked Rust file.
pub(crate) fn rust() -> anyhow::Result<Vec<Source>> {
    let paths = tracked()?.into_iter();
    paths
        .filter(|path| has_extension(path, "rs"))
        .map(Source::read)
        .collect()
}

/// Every tracked Rust file that is not tests, by its name or because it is a module of tests.
pub(crate) fn production() -> anyhow::Result<Vec<Source>> {
    let mut sources = rust()?;
    let modules: Vec<String> = sources.iter().flat_map(test_modules).collect();
    let in_module = |path: &str| {
        modules.iter().any(|module| {
            let rest = path.strip_prefix(module.as_str());
            rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
        })
    };
    sources.retain(|source| !source.is_test() && !in_module(&source.path));
    Ok(sources)
}

/// The modules in files of their own that a file declares under `#[cfg(test)]`, as
/// paths without an extension.
fn test_modules(source: &Source) -> Vec<String> {
    let (folder, file) = source.path.rsplit_once('/').unwrap_or(("", &source.path));
    let own = file.trim_end_matches(".rs");
    let folder = match own {
        "lib" | "main" | "mod" => folder.to_owned(),
        _ => format!("{folder}/{own}"),
    };
    let items = source.syntax.items.iter();
    let modules = items.filter_map(|item| match item {
        syn::Item::Mod(module) if module.content.is_none() && is_for_tests(&module.attrs) => {
            Some(format!("{folder}/{}", module.ident))
        }
        _ => None,
    });
    modules.collect()
}

fn production_lines(text: &str, syntax: &syn::File) -> usize {
    let all = text.lines().count();
    let Some(syn::Item::Mod(last)) = syntax.items.last() else {
        return all;
    };
    if !is_for_tests(&last.attrs) {
        return all;
    }
    let before = last.span().start().line.saturating_sub(1);
    let blank = text
        .lines()
        .take(before)
        .collect::<Vec<_>>()
        .into_iter()
        .rev();
    before - blank.take_while(|line| line.trim().is_empty()).count()
}

/// Whether attributes say `#[cfg(test)]`.
pub(crate) fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let syn::Meta::List(list) = &attribute.meta else {
            return false;
        };
        list.path.is_ident("cfg") && list.tokens.to_string() == "test"
    })
}

#[test]
fn production_lines_end_before_a_trailing_test_module() {
    let text = "//! Doc.\nfn a() {}\n\n#[cfg(test)]\nmod tests {\n}\n";
    let syntax = syn::parse_file(text).unwrap();
    assert_eq!(production_lines(text, &syntax), 2);
    let text = "//! Doc.\n#[cfg(test)]\nmod tests {\n}\nfn a() {}\n";
    let syntax = syn::parse_file(text).unwrap();
    assert_eq!(production_lines(text, &syntax), 5);
}
