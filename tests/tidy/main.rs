//! Tidy: the budgets and rules of STYLE.md, each as a test that fails when it is broken.
//!
//! Reads the files that git tracks and nothing else, with `syn` rather than with
//! patterns, so that a name in a comment is not a function. `--nocapture` shows the
//! budgets as measured. Leaves out what the compiler and clippy say already, except
//! where a budget is stricter.

mod budgets;
mod dependencies;
mod documents;
mod faults;
mod measured;
mod rules;
mod sources;
mod statements;
mod texts;
mod unwraps;
mod words;

/// Fails with every fault, one a line.
#[track_caller]
fn none(rule: &str, faults: &[String]) {
    assert!(
        faults.is_empty(),
        "{rule}; {} faults:\n  {}",
        faults.len(),
        faults.join("\n  ")
    );
}
