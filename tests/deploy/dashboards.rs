//! The dashboards are what Grafana reads, and every expression is one that Prometheus reads.

use std::collections::BTreeSet;
use std::io::Write as _;

use caseway_tests::repository::tracked;
use serde_json::{Value, json};

use super::{given, none, promtool};

const FOLDER: &str = "deploy/grafana/";

#[test]
fn panels_have_ids_of_their_own_and_places_of_their_own() {
    let mut faults = Vec::new();
    for (path, dashboard) in dashboards().unwrap() {
        let (mut ids, mut taken) = (BTreeSet::new(), BTreeSet::new());
        for panel in panels(&dashboard) {
            let title = &panel["title"];
            if !ids.insert(panel["id"].as_u64()) || panel["id"].is_null() {
                faults.push(format!("{path}: {title} has the id of another, or none"));
            }
            if !cells(panel).into_iter().all(|cell| taken.insert(cell)) {
                faults.push(format!("{path}: {title} lies over another"));
            }
        }
        assert!(ids.len() > 5, "{path} has panels");
    }
    none("a panel is told from others", &faults);
}

#[test]
fn dashboards_have_names_of_their_own_and_every_panel_says_what_it_is() {
    let (mut uids, mut faults) = (BTreeSet::new(), Vec::new());
    for (path, dashboard) in dashboards().unwrap() {
        if !uids.insert(dashboard["uid"].to_string()) || dashboard["uid"].is_null() {
            faults.push(format!("{path} has the uid of another, or none"));
        }
        for panel in panels(&dashboard) {
            let said = panel["description"].as_str().unwrap_or_default();
            let from = &panel["datasource"]["uid"];
            if said.is_empty() || from != "${datasource}" {
                faults.push(format!("{path}: {}", panel["title"]));
            }
        }
    }
    assert!(uids.len() >= 3, "there are dashboards");
    none("a panel has a description and the chosen source", &faults);
}

#[test]
fn promtool_takes_every_expression() {
    let rules = expressions().unwrap().into_iter().enumerate();
    let rules =
        rules.map(|(at, (_, expr))| json!({ "record": format!("panel:{at}"), "expr": expr }));
    let rules = json!({ "groups": [{ "name": "panels", "rules": rules.collect::<Vec<_>>() }] });
    let mut file = tempfile::NamedTempFile::new().unwrap();
    write!(file, "{rules}").unwrap();
    promtool::takes(&["check", "rules", file.path().to_str().unwrap()]).unwrap();
}

/// What every panel of every dashboard asks, with the dashboard's path.
pub(crate) fn expressions() -> anyhow::Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for (path, dashboard) in dashboards()? {
        let targets = panels(&dashboard).iter();
        let targets = targets.flat_map(|panel| panel["targets"].as_array().into_iter().flatten());
        let asked = targets.filter_map(|target| target["expr"].as_str());
        found.extend(asked.map(|asked| (path.clone(), asked.to_owned())));
    }
    Ok(found)
}

fn dashboards() -> anyhow::Result<Vec<(String, Value)>> {
    let paths = tracked()?.into_iter();
    let paths = paths.filter(|path| path.starts_with(FOLDER));
    paths
        .map(|path| Ok((path.clone(), serde_json::from_str(&given(&path)?)?)))
        .collect()
}

fn panels(dashboard: &Value) -> &[Value] {
    dashboard["panels"].as_array().map_or(&[], Vec::as_slice)
}

/// The cells of Grafana's grid, 24 wide, that a panel covers.
fn cells(panel: &Value) -> Vec<(u64, u64)> {
    let at = |side: &str| panel["gridPos"][side].as_u64().unwrap_or_default();
    let rows = at("y")..at("y") + at("h");
    rows.flat_map(|row| (at("x")..at("x") + at("w")).map(move |column| (row, column)))
        .collect()
}
