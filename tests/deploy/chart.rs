//! The Helm chart, where `helm` is installed: what it is given, what it renders, what it refuses.

use std::process::{Command, Output};

use anyhow::ensure;
use caseway_tests::repository::root;
use serde_json::Value;

use super::{given, none, yaml};

const CHART: &str = "deploy/helm/caseway";
/// What the chart is rendered with: nothing, or a file.
const VALUES: [&str; 3] = ["", "ci/everything.yaml", "ci/without-kafka.yaml"];
/// The oldest Kubernetes that still is one; the types that manifests are read as are of it too.
const KUBERNETES: &str = "--kube-version=1.33.0";

#[test]
fn helm_finds_nothing_to_mend() {
    for values in VALUES {
        if let Some(told) = helm(&["lint", "--strict"], values) {
            let output = String::from_utf8_lossy(&told.stdout);
            assert!(told.status.success(), "{values}: {output}");
        }
    }
}

#[test]
fn mistakes_in_values_are_refused_with_their_names() {
    for (mistake, told) in [
        ("kafka.partition=3", "partition"),
        ("kafka.brokers=kafka", "/kafka/brokers"),
        ("gateway.replicas=0", "/gateway/replicas"),
        (
            "postgres.url=postgres://caseway:hush@db/caseway",
            "/postgres/url",
        ),
        (
            "postgres.url=postgres://caseway@db/caseway?password=hush",
            "/postgres/url",
        ),
        ("secrets.vaultKey.name=A_B", "/secrets/vaultKey/name"),
        ("ingress.rest.enabled=true", "/ingress/rest"),
        (
            "normaliser.autoscaling.enabled=true,kafka.enabled=false",
            "stand by",
        ),
        (
            "normaliser.autoscaling.enabled=true,normaliser.autoscaling.maxReplicas=13",
            "kafka.partitions",
        ),
    ] {
        let set = ["template", "release", KUBERNETES, "--set", mistake];
        if let Some(answer) = helm(&set, "") {
            let said = String::from_utf8_lossy(&answer.stderr);
            assert!(!answer.status.success(), "{mistake} is refused");
            assert!(said.contains(told), "{mistake}: {said}");
        }
    }
}

#[test]
fn every_value_stands_in_the_table_of_values() {
    let values = yaml(&given(&format!("{CHART}/values.yaml")).unwrap()).unwrap();
    let readme = given(&format!("{CHART}/README.md")).unwrap();
    let table: Vec<&str> = readme
        .lines()
        .filter(|line| line.starts_with("| `"))
        .collect();
    let mut faults = Vec::new();
    for (section, inner) in values[0].as_object().unwrap() {
        let names = inner.as_object().into_iter().flat_map(|inner| inner.keys());
        for name in [section].into_iter().chain(names) {
            if !table
                .iter()
                .any(|row| row.contains(section.as_str()) && row.contains(name.as_str()))
            {
                faults.push(format!("{section}.{name}"));
            }
        }
    }
    none("a value is in the chart's README", &faults);
}

/// The manifests of each set of values, with what they were made from; none without helm.
pub(crate) fn rendered() -> anyhow::Result<Vec<(&'static str, Vec<Value>)>> {
    let mut all = Vec::new();
    for values in VALUES {
        let Some(answer) = helm(&["template", "release", KUBERNETES], values) else {
            return Ok(Vec::new());
        };
        let said = String::from_utf8_lossy(&answer.stderr);
        ensure!(answer.status.success(), "{values}: {said}");
        let mut manifests = yaml(&String::from_utf8(answer.stdout)?)?;
        manifests.retain(|manifest| !manifest.is_null());
        ensure!(manifests.len() > 10, "{values}: there are manifests");
        all.push((values, manifests));
    }
    Ok(all)
}

/// What helm says to some arguments about the chart; none, with a word, where there is no helm.
fn helm(arguments: &[&str], values: &str) -> Option<Output> {
    let mut helm = Command::new("helm");
    helm.current_dir(root().join(CHART))
        .args(arguments)
        .arg(".");
    if !values.is_empty() {
        helm.args(["--values", values]);
    }
    let answer = helm.output().ok();
    if answer.is_none() {
        eprintln!(
            "LEFT OUT: helm is not installed, the chart is not rendered: {arguments:?} {values}"
        );
    }
    answer
}
