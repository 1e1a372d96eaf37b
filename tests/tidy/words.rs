//! Words that say nothing are not used in names: of files, and of whatever is
//! defined here. Names of other crates keep theirs, so uses are not looked at.

use syn::visit::{self, Visit};

use super::none;
use super::sources::{rust, tracked};

/// Words that say nothing, alone or as part of a name.
const EMPTY: [&str; 6] = ["manager", "managers", "helper", "helpers", "util", "utils"];
/// First words that say nothing; `$process-message` is FHIR's own name.
const EMPTY_FIRST: [&str; 2] = ["handle", "process"];
const UPSTREAM: &str = "process_message";

#[test]
fn names_say_something() {
    let mut faults = Vec::new();
    for source in rust().unwrap() {
        let mut names = Names {
            path: &source.path,
            faults: &mut faults,
        };
        names.visit_file(&source.syntax);
    }
    none(
        "manager, helper, util, handle_ and process_ say nothing",
        &faults,
    );
}

#[test]
fn file_names_say_something() {
    let mut faults = tracked().unwrap();
    faults.retain(|path| {
        path.split('/')
            .any(|part| says_nothing(part.split('.').next().unwrap_or_default()))
    });
    none(
        "manager, helper, util, handle_ and process_ say nothing",
        &faults,
    );
}

struct Names<'s> {
    path: &'s str,
    faults: &'s mut Vec<String>,
}

impl<'ast> Visit<'ast> for Names<'_> {
    fn visit_ident(&mut self, name: &'ast syn::Ident) {
        if says_nothing(&name.to_string()) {
            self.faults
                .push(format!("{}:{} {name}", self.path, name.span().start().line));
        }
    }

    fn visit_path_segment(&mut self, segment: &'ast syn::PathSegment) {
        self.visit_path_arguments(&segment.arguments);
    }

    fn visit_use_tree(&mut self, tree: &'ast syn::UseTree) {
        match tree {
            syn::UseTree::Rename(renamed) => self.visit_ident(&renamed.rename),
            syn::UseTree::Path(path) => self.visit_use_tree(&path.tree),
            syn::UseTree::Group(group) => group
                .items
                .iter()
                .for_each(|item| self.visit_use_tree(item)),
            syn::UseTree::Name(_) | syn::UseTree::Glob(_) => {}
        }
    }

    fn visit_member(&mut self, _: &'ast syn::Member) {}

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.visit_expr(&call.receiver);
        call.args
            .iter()
            .for_each(|argument| self.visit_expr(argument));
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        visit::visit_macro(self, call);
    }
}

fn says_nothing(name: &str) -> bool {
    let words = words(name);
    let named = words.iter().any(|word| EMPTY.contains(&word.as_str()));
    let first = words.len() > 1
        && words
            .first()
            .is_some_and(|word| EMPTY_FIRST.contains(&word.as_str()));
    (named || first) && words.join("_") != UPSTREAM
}

/// The words of a name in snake, kebab or camel case.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for letter in name.chars() {
        let parted = !letter.is_alphanumeric();
        if parted || (was_lower && letter.is_uppercase()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| !parted) {
            word.extend(letter.to_lowercase());
        }
        was_lower = letter.is_lowercase() || letter.is_ascii_digit();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn empty_names_are_told_from_full_ones() {
    for name in [
        "handle_request",
        "process_batch",
        "test_util",
        "CaseManager",
        "http_helpers",
    ] {
        assert!(says_nothing(name), "{name}");
    }
    for name in [
        "handle",
        "process_message",
        "processed_at",
        "utility",
        "PrometheusHandle",
    ] {
        assert!(!says_nothing(name), "{name}");
    }
}
