//! The direction of dependencies: gateway → normaliser → (profiles | store) → proto;
//! engines → store, proto; nobody → tests; and only the start-up file names an engine.

use std::collections::BTreeMap;

use anyhow::Context as _;

use super::none;
use super::sources::{production, text, tracked};

/// What each crate may depend on, of those of this workspace.
const MAY: [(&str, &[&str]); 8] = [
    ("caseway-proto", &[]),
    ("caseway-profiles", &["caseway-proto"]),
    ("caseway-store", &["caseway-proto"]),
    (
        "caseway-normaliser",
        &["caseway-profiles", "caseway-store", "caseway-proto"],
    ),
    (
        "caseway",
        &[
            "caseway-normaliser",
            "caseway-profiles",
            "caseway-store",
            "caseway-proto",
        ],
    ),
    (
        "caseway-tests",
        &[
            "caseway-normaliser",
            "caseway-profiles",
            "caseway-store",
            "caseway-proto",
        ],
    ),
    ("caseway-fuzz", &["caseway-profiles", "caseway-proto"]),
    ("caseway-fuzz-coverage", &["caseway-fuzz"]),
];
/// Crates that see engines.
const SEE_ENGINES: [&str; 2] = ["caseway", "caseway-tests"];

#[test]
fn dependencies_point_one_way() {
    let crates = crates().unwrap();
    assert!(crates.len() >= MAY.len(), "the crates were found");
    let mut faults = Vec::new();
    for (name, on) in &crates {
        faults.extend(
            on.iter()
                .filter(|on| !may(name, on))
                .map(|on| format!("{name} → {on}")),
        );
    }
    none(
        "gateway → normaliser → (profiles | store) → proto; engines → store, proto",
        &faults,
    );
}

#[test]
fn only_the_start_up_file_names_an_engine() {
    let engines: Vec<String> = crates()
        .unwrap()
        .into_keys()
        .filter(|name| is_engine(name))
        .map(|name| name.replace('-', "_"))
        .collect();
    assert!(!engines.is_empty(), "there is an engine");
    let sources = production().unwrap();
    let others = sources
        .iter()
        .filter(|source| !may_name_an_engine(&source.path));
    let faults: Vec<String> = others
        .filter(|source| {
            engines
                .iter()
                .any(|engine| source.production_text().contains(engine))
        })
        .map(|source| source.path.clone())
        .collect();
    none(
        "only gateway/src/start.rs and start/ name an engine",
        &faults,
    );
}

fn may_name_an_engine(path: &str) -> bool {
    path == "gateway/src/start.rs" || path.starts_with("gateway/src/start/") || in_engine(path)
}

/// Whether a path lies in an engine's own crate: a folder of `store/` beside `store/src`.
pub(crate) fn in_engine(path: &str) -> bool {
    path.strip_prefix("store/")
        .and_then(|rest| rest.split_once('/'))
        .is_some_and(|(part, _)| part != "src")
}

fn is_engine(name: &str) -> bool {
    name.starts_with("caseway-store-")
}

fn may(name: &str, on: &str) -> bool {
    if is_engine(on) {
        return SEE_ENGINES.contains(&name);
    }
    let allowed = MAY
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, allowed)| *allowed);
    let engine = is_engine(name).then_some(&["caseway-store", "caseway-proto"][..]);
    allowed
        .or(engine)
        .is_some_and(|allowed| allowed.contains(&on))
}

/// Each crate and what it depends on here, for building and for its tests.
fn crates() -> anyhow::Result<BTreeMap<String, Vec<String>>> {
    let manifests = tracked()?
        .into_iter()
        .filter(|path| path.ends_with("/Cargo.toml"));
    manifests.map(|path| one(&path)).collect()
}

fn one(path: &str) -> anyhow::Result<(String, Vec<String>)> {
    let manifest: toml::Table = text(path).context("a manifest is UTF-8")?.parse()?;
    let name = manifest
        .get("package")
        .and_then(|package| package.get("name")?.as_str());
    let name = name
        .with_context(|| format!("{path} names no package"))?
        .to_owned();
    let tables = ["dependencies", "dev-dependencies", "build-dependencies"];
    let on = tables
        .iter()
        .filter_map(|table| manifest.get(*table)?.as_table());
    let on = on
        .flat_map(toml::Table::keys)
        .filter(|on| on.starts_with("caseway"));
    Ok((name, on.cloned().collect()))
}

#[test]
fn the_wrong_way_is_told_from_the_right_one() {
    assert!(may("caseway", "caseway-store-sqlite"));
    assert!(may("caseway-store-sqlite", "caseway-store"));
    assert!(!may("caseway-normaliser", "caseway-store-sqlite"));
    assert!(!may("caseway-store", "caseway-profiles"));
    assert!(!may("caseway", "caseway-tests"));
    assert!(!may("caseway-newcomer", "caseway-proto"));
}
