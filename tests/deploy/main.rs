//! What operators are given: alerts, dashboards, Docker Compose and a Helm chart, each held
//! against what the code has and against the tools that read it.
//!
//! Relies on the binary. `promtool` (Debian's package prometheus) and `helm` are asked where
//! they are installed; where they are not, the tests say what they left out.

mod alerts;
mod chart;
mod compose;
mod dashboards;
mod flags;
mod kubernetes;
mod metrics;
mod pods;
mod promtool;
mod settings;
mod typed;

use anyhow::Context as _;
use caseway_tests::repository;
use serde_json::Value;

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

/// A file that operators are given.
fn given(path: &str) -> anyhow::Result<String> {
    repository::text(path).with_context(|| format!("{path} is not there"))
}

/// The documents of a YAML text.
fn yaml(text: &str) -> anyhow::Result<Vec<Value>> {
    Ok(serde_saphyr::from_multiple(text)?)
}

/// The texts of a list of texts; none where there is no list.
fn texts(list: &Value) -> Vec<&str> {
    let items = list.as_array().into_iter().flatten();
    items.filter_map(Value::as_str).collect()
}
