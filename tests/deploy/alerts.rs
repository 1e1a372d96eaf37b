//! Every alert has a runbook and a test, and fires when it should.

use std::collections::BTreeSet;

use super::{given, none, promtool};

const RULES: &str = "deploy/prometheus/alerts.yml";
const TESTS: &str = "deploy/prometheus/alerts.test.yml";

fn names(rules: &str) -> BTreeSet<&str> {
    let lines = rules.lines().map(str::trim);
    lines
        .filter_map(|line| line.strip_prefix("- alert: "))
        .collect()
}

#[test]
fn every_alert_has_a_runbook_and_a_test_and_no_runbook_is_left_over() {
    let rules = given(RULES).unwrap();
    let runbooks = given("docs/runbooks.md").unwrap();
    let headings = runbooks.lines().filter_map(|line| line.strip_prefix("## "));
    assert_eq!(names(&rules), headings.collect::<BTreeSet<_>>());
    let tests = given(TESTS).unwrap();
    let untested = names(&rules)
        .into_iter()
        .filter(|name| !tests.contains(&format!("alertname: {name}")));
    let faults: Vec<String> = untested.map(str::to_owned).collect();
    none("an alert is tested", &faults);
}

#[test]
fn promtool_takes_the_alerts_and_sees_each_fire() {
    for arguments in [["check", "rules", RULES], ["test", "rules", TESTS]] {
        promtool::takes(&arguments).unwrap();
    }
}

#[test]
fn promtool_takes_what_prometheus_looks_at_under_docker_compose() {
    promtool::takes(&["check", "config", "deploy/compose/prometheus.yml"]).unwrap();
}
