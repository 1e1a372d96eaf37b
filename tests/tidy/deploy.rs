//! What operators are given: alerts that look at numbers that there are, a runbook for each,
//! and Prometheus's own tool where it is installed.

use std::collections::BTreeSet;
use std::process::Command;

use super::none;
use super::sources::{production, root, text};

/// A file that operators are given; empty where it is not there.
fn given(path: &str) -> String {
    text(path).unwrap_or_default()
}

/// The words of a text that start like a metric of ours, without what a histogram adds.
fn metrics(text: &str) -> BTreeSet<&str> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let named = words.filter(|word| word.starts_with("caseway_"));
    named
        .map(|word| word.strip_suffix("_bucket").unwrap_or(word))
        .collect()
}

fn names(rules: &str) -> BTreeSet<&str> {
    let lines = rules.lines().map(str::trim);
    lines
        .filter_map(|line| line.strip_prefix("- alert: "))
        .collect()
}

#[test]
fn alerts_look_at_metrics_that_the_gateway_has() {
    let rules = given("deploy/prometheus/alerts.yml");
    let sources = production().unwrap();
    let gateway: String = sources
        .iter()
        .filter(|source| source.path.starts_with("gateway/"))
        .map(|source| source.text.as_str())
        .collect();
    let known = metrics(&gateway);
    let asked = metrics(&rules);
    assert!(asked.len() > 5, "alerts were read: {asked:?}");
    let strange = asked.difference(&known);
    let faults: Vec<String> = strange.map(ToString::to_string).collect();
    none("an alert looks at a metric that there is", &faults);
}

#[test]
fn every_alert_has_a_runbook_and_a_test_and_no_runbook_is_left_over() {
    let rules = given("deploy/prometheus/alerts.yml");
    let runbooks = given("docs/runbooks.md");
    let headings = runbooks.lines().filter_map(|line| line.strip_prefix("## "));
    assert_eq!(names(&rules), headings.collect::<BTreeSet<_>>());
    let tests = given("deploy/prometheus/alerts.test.yml");
    let untested = names(&rules)
        .into_iter()
        .filter(|name| !tests.contains(&format!("alertname: {name}")));
    let faults: Vec<String> = untested.map(str::to_owned).collect();
    none("an alert is tested", &faults);
}

#[test]
fn promtool_takes_the_alerts_and_sees_each_fire() {
    for arguments in [
        ["check", "rules", "alerts.yml"],
        ["test", "rules", "alerts.test.yml"],
    ] {
        let run = Command::new("promtool")
            .current_dir(root().join("deploy/prometheus"))
            .args(arguments)
            .output();
        let Ok(run) = run else {
            eprintln!("LEFT OUT: promtool is not installed (Debian's package prometheus)");
            return;
        };
        let told = String::from_utf8_lossy(&run.stdout);
        assert!(run.status.success(), "{told}");
    }
}
